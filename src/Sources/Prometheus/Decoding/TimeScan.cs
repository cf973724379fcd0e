using System.Runtime.CompilerServices;

namespace CanaryJudge.Sources.Prometheus.Decoding;

/// <summary>A time as servers write it between the years 2001 and 2286: ten digits of seconds, and three decimals or none.</summary>
internal static class TimeScan
{
    private const ulong WithMillis = 0x222C3030302E3030; // 00.000,"
    private const ulong WithMillisLimits = 0x7F7F7676767F7676; // added to a byte: bit 7 where it was no digit, or not the mark
    private const uint Whole = 0x222C3030; // 00,"
    private const uint WholeLimits = 0x7F7F7676;

    /// <summary>Reads the time, with the comma and the quote behind it.</summary>
    /// <param name="text">Where it starts; 16 bytes can be read.</param>
    /// <param name="millis">Milliseconds.</param>
    /// <returns>How many bytes it takes; 0 when it has another form.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Read(ref byte text, out long millis)
    {
        ulong head = Unsafe.ReadUnaligned<ulong>(ref text) ^ Digits.Zeros;
        ulong tail = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref text, 8));
        ulong parts = tail ^ WithMillis;
        millis = 0;
        unchecked
        {
            if (!Digits.All(head) || (byte)head == 0) return 0; // a zero in front is not JSON
            long seconds = Digits.Eight(head);
            if ((((parts + WithMillisLimits) | parts) & Digits.TopBits) == 0)
            {
                ulong pairs = parts * 10 + (parts >> 8); // byte 0: the last seconds; byte 3: tenths and hundredths
                millis = seconds * 100_000 + (long)((pairs & 0xFF) * 1000 + ((pairs >> 24) & 0xFF) * 10 + ((parts >> 40) & 0xFF));
                return 16;
            }
            uint wholeParts = (uint)tail ^ Whole;
            if ((((wholeParts + WholeLimits) | wholeParts) & (uint)Digits.TopBits) != 0) return 0;
            millis = seconds * 100_000 + (long)(((wholeParts * 10 + (wholeParts >> 8)) & 0xFF) * 1000);
            return 12;
        }
    }
}
