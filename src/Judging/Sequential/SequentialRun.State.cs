using System.Buffers.Binary;
using System.Runtime.InteropServices;
using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Sequential;

/// <content>The state of a run: written after any window, and gone on from with the same bits.</content>
public sealed partial class SequentialRun
{
    // Four fields of 8 bytes: mark and version, the rules, the windows, the numbers; then the numbers, little-endian doubles.
    private const int HeaderBytes = 32;
    private const ulong Mark = 0x0000_5145_532E_4A43; // "CJ.SEQ"
    private const ulong MarkBits = 0x0000_FFFF_FFFF_FFFF;
    private const int Version = 3;

    private Fingerprint read;
    private int readWindows = -1;

    /// <summary>Writes the state: what the windows so far have shown, but not the windows.</summary>
    /// <returns>Bytes for <see cref="Resume"/>: 0.2 to 0.7 KB a stream, and 16 to 32 bytes a stream and window. They hold no text.</returns>
    public byte[] Save()
    {
        var numbers = new StateWriter();
        numbers.Write([next, WindowsElapsed, (int)Outcome]);
        foreach (MetricRun run in runs) run.Save(numbers);
        byte[] state = new byte[HeaderBytes + numbers.Written.Length * sizeof(double)];
        for (int i = 0; i < numbers.Written.Length; i++) BinaryPrimitives.WriteDoubleLittleEndian(state.AsSpan(HeaderBytes + i * sizeof(double)), numbers.Written[i]);
        ReadOnlySpan<ulong> header = [Mark | (ulong)Version << 48, Fingerprint.Of(policy, parameters), WindowsRead(), Checksum(numbers.Written)];
        for (int i = 0; i < header.Length; i++) BinaryPrimitives.WriteUInt64LittleEndian(state.AsSpan(i * sizeof(ulong)), header[i]);
        return state;
    }

    /// <summary>Goes on from a state: what follows has the bits that it would have had without the break.</summary>
    /// <param name="policy">The rules with which the state was made.</param>
    /// <param name="metrics">The metrics with the windows that were judged, as they were then, and new ones after them. They are checked against the state, some nanoseconds a number.</param>
    /// <param name="parameters">The constants with which the state was made.</param>
    /// <param name="state">What <see cref="Save"/> gave.</param>
    /// <returns>The run, or why the state is refused. A run that starts anew with the same windows comes to the same verdicts, later by their number.</returns>
    public static ResumedRun Resume(CanaryPolicy policy, IReadOnlyList<MetricWindows> metrics, SequentialParameters parameters, ReadOnlySpan<byte> state)
    {
        if (state.Length < HeaderBytes || (Field(state, 0) & MarkBits) != Mark) return new ResumedRun(null, StateRefusal.NotAState);
        if (Field(state, 0) >> 48 != Version) return new ResumedRun(null, StateRefusal.OtherVersion);
        if (Field(state, 1) != Fingerprint.Of(policy, parameters)) return new ResumedRun(null, StateRefusal.OtherRules);
        ReadOnlySpan<byte> body = state[HeaderBytes..];
        double[] numbers = new double[body.Length / sizeof(double)];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = BinaryPrimitives.ReadDoubleLittleEndian(body[(i * sizeof(double))..]);
        if (body.Length % sizeof(double) != 0 || Field(state, 3) != Checksum(numbers)) return new ResumedRun(null, StateRefusal.Damaged);
        SequentialRun run = new(policy, metrics, parameters);
        return run.Restore(numbers, Field(state, 2)) is { } refusal ? new ResumedRun(null, refusal) : new ResumedRun(run, null);
    }

    private StateRefusal? Restore(ReadOnlySpan<double> numbers, ulong windows)
    {
        StateReader counts = new(numbers, int.MaxValue);
        next = counts.Number(int.MaxValue);
        WindowsElapsed = counts.Number(Math.Min(next, policy.Horizon));
        Outcome = (VerdictOutcome)counts.Number(Enum.GetValues<VerdictOutcome>().Length - 1);
        if (counts.IsDamaged) return StateRefusal.Damaged;
        if (metrics.Any(metric => metric.Baseline.Count < WindowsElapsed || metric.Canary.Count < WindowsElapsed) || WindowsRead() != windows) return StateRefusal.OtherWindows;
        StateReader from = new(numbers[3..], Math.Max(0, WindowsElapsed - policy.WarmUp));
        for (int m = 0; m < runs.Length; m++) runs[m].Restore(ref from, Start(m, WindowsElapsed - 1));
        return from.IsWhole ? null : StateRefusal.Damaged;
    }

    /// <summary>Fingerprint of the history and of the windows that were judged; each is read once.</summary>
    private ulong WindowsRead()
    {
        if (readWindows < 0)
        {
            foreach (MetricWindows metric in metrics)
            {
                for (int k = 0; k < metric.History.Count; k++) read.Add(metric.History, k);
                read.Add(metric.History.Count);
                if (metric.Baseline is not HistogramWindows histogram) continue;
                foreach (double bound in histogram.Bounds) read.Add(bound);
            }

            readWindows = 0;
        }

        for (; readWindows < WindowsElapsed; readWindows++)
        {
            foreach (MetricWindows metric in metrics)
            {
                read.Add(metric.Baseline, readWindows);
                read.Add(metric.Canary, readWindows);
            }
        }

        return read.Bits;
    }

    private static ulong Field(ReadOnlySpan<byte> state, int index) => BinaryPrimitives.ReadUInt64LittleEndian(state[(index * sizeof(ulong))..]);

    // Bit for bit: here one NaN is not as good as another.
    private static ulong Checksum(ReadOnlySpan<double> numbers)
    {
        Fingerprint sum = default;
        foreach (ulong bits in MemoryMarshal.Cast<double, ulong>(numbers)) sum.Add(bits);
        return sum.Bits;
    }
}
