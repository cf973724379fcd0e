using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CanaryJudge.Sources.Prometheus.Decoding;

/// <summary>The text of a series' labels, {"__name__":"up","job":"api"}, before it is read.</summary>
internal static class LabelText
{
    /// <summary>How long the object is that starts here, braces included: to the first closing brace outside of a string.</summary>
    /// <returns>0 when it has escapes, or does not end in this text. The object may still not be JSON.</returns>
    /// <remarks>32 bytes at once: the prefix exclusive or of the quotes tells which bytes lie inside of a string.</remarks>
    public static int Length(ReadOnlySpan<byte> text)
    {
        if (!Vector128.IsHardwareAccelerated) return 0;
        ref byte origin = ref MemoryMarshal.GetReference(text);
        uint inside = 0; // all ones when the block starts inside of a string
        for (int at = 0; at + Vector256<byte>.Count <= text.Length; at += Vector256<byte>.Count)
        {
            Vector256<byte> block = Vector256.LoadUnsafe(ref Unsafe.Add(ref origin, at));
            if (Vector256.EqualsAny(block, Vector256.Create((byte)'\\'))) return 0;
            uint strings = Vector256.Equals(block, Vector256.Create((byte)'"')).ExtractMostSignificantBits();
            for (int shift = 1; shift < 32; shift *= 2) strings ^= strings << shift;
            strings ^= inside;
            uint ends = Vector256.Equals(block, Vector256.Create((byte)'}')).ExtractMostSignificantBits() & ~strings;
            if (ends != 0) return at + BitOperations.TrailingZeroCount(ends) + 1;
            inside = unchecked(0u - (strings >> 31));
        }
        return 0;
    }
}
