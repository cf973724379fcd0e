using System.Diagnostics;
using System.Globalization;

namespace CanaryJudge.Benchmarks.Peers;

/// <summary>Nanoseconds and bytes of a call: two seconds of warm-up, then repeats of at least a given time (30 ms unless asked) for two seconds, at least 5 and at most 400; the least and the middle one.</summary>
public static class Timing
{
    private const double RepeatsNanoseconds = 2e9;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    /// <summary>The case as one line of JSON. Short repeats find the moments in which a busy machine does nothing else.</summary>
    public static string Of(PeerCase one, double repeatMilliseconds)
    {
        double repeat = repeatMilliseconds * 1e6;
        double value = one.Call(0), sum = 0;
        int next = 0, calls = 1, naps = 0;
        Stopwatch warm = Stopwatch.StartNew();
        double spent;
        do
        {
            spent = Batch(calls);
            if (spent < repeat) calls = (int)Math.Max(calls + 1, calls * Math.Min(10, 1.1 * repeat / Math.Max(spent, 1)));
            if (warm.Elapsed > (naps + 1) * TimeSpan.FromMilliseconds(400))
            {
                Thread.Sleep(150); // the compiler's thread needs the core when there is one
                naps++;
            }
        }
        while (spent < repeat || warm.Elapsed < WarmUp);

        double[] nanoseconds = new double[(int)Math.Clamp(RepeatsNanoseconds / spent, 5, 400)];
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < nanoseconds.Length; i++) nanoseconds[i] = Batch(calls) / calls;
        double bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / ((double)calls * nanoseconds.Length);
        Array.Sort(nanoseconds);
        string peer = one.Peer.Length == 0 ? "" : $"\"peer\":\"{one.Peer}\",";
        string rate = one.InputBytes == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $",\"mb_s\":{one.InputBytes / nanoseconds[0] * 1e3:F1}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{{{peer}\"case\":\"{one.Name}\",\"ns_per_op\":{nanoseconds[0]:F1},\"ns_med\":{nanoseconds[nanoseconds.Length / 2]:F1},\"bytes_per_op\":{bytes:F0},\"value\":{(double.IsFinite(value) ? value : -1):G12}{rate}}}");

        double Batch(int count)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < count; i++) sum += one.Call(next++ & int.MaxValue);
            return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        }
    }
}
