using CanaryJudge.Judging.Aligning;

namespace CanaryJudge.Judging.Sequential;

/// <summary>One thing that is watched: a ratio, a series, a quantile of a histogram. Every stream counts in the correction for many metrics.</summary>
public abstract class EvidenceStream
{
    private const int PaceWindows = 10;
    private const int Kept = PaceWindows + 1;

    // The newest looks, of which the pace is taken: harm and safety in turns, oldest overwritten.
    private readonly double[] path = new double[2 * Kept];
    private int looks;

    private protected EvidenceStream(string name, int sign)
    {
        Name = name;
        Sign = sign;
    }

    /// <summary>What is watched: "value", "rate", "p99".</summary>
    public string Name { get; }

    /// <summary>ln of the evidence for harm of at least the margin; infinity when a drift is beyond doubt.</summary>
    public double LogHarm => Harm(looks - 1);

    /// <summary>ln of the evidence for safety within the margin.</summary>
    public double LogSafe => Safe(looks - 1);

    /// <summary>Windows with both sides present.</summary>
    public abstract int Windows { get; }

    /// <summary>The canary's events-bearing exposure so far (requests); null for a series.</summary>
    public abstract double? CanaryTrials { get; }

    /// <summary>True while something other than evidence forbids a promotion (a drift not yet excluded).</summary>
    public virtual bool Holds => false;

    /// <summary>The margin on the scale that is compared.</summary>
    public abstract double Margin { get; }

    /// <summary>1 when a larger value is worse, -1 when a smaller one is: the sign of the compared difference.</summary>
    internal int Sign { get; }

    /// <summary>True when its evidence of harm is averaged over noise and memory that a history has told, and so meets the threshold that was measured for that.</summary>
    internal virtual bool HasRelief => false;

    /// <summary>The margin of the safety side on the same scale.</summary>
    internal abstract double SafeMargin { get; }

    /// <summary>Adds window k of the metric; earlier windows were added before, in order.</summary>
    /// <param name="metric">The metric with its windows.</param>
    /// <param name="window">Index from 0, warm-up included.</param>
    internal void Add(MetricWindows metric, int window)
    {
        (double harm, double safe) = Next(metric, window);
        int at = 2 * (looks++ % Kept);
        (path[at], path[at + 1]) = (harm, safe);
    }

    /// <summary>Windows until the evidence crosses a threshold at the pace of the last ten; infinity when it goes the other way.</summary>
    /// <param name="harmThreshold">ln of the evidence that proves harm.</param>
    /// <param name="safeThreshold">ln of the evidence that proves safety.</param>
    internal double WindowsLeft(double harmThreshold, double safeThreshold)
    {
        if (looks < 2) return double.PositiveInfinity;
        int back = Math.Min(PaceWindows, looks - 1);
        double left = Math.Min(Left(LogHarm, Harm(looks - 1 - back), harmThreshold, back), Left(LogSafe, Safe(looks - 1 - back), safeThreshold, back));
        return Math.Max(left, 1);
    }

    /// <summary>The fixed-sample numbers for one last look.</summary>
    internal abstract LastLook Look();

    /// <summary>Writes the state.</summary>
    internal void Save(StateWriter into)
    {
        into.Write(looks);
        into.Write(path);
        SaveOwn(into);
    }

    /// <summary>Takes over the state of a stream that was built from the same windows.</summary>
    internal void Restore(ref StateReader from)
    {
        looks = from.Number(from.Windows);
        from.Read(path);
        RestoreOwn(ref from);
    }

    private protected abstract (double LogHarm, double LogSafe) Next(MetricWindows metric, int window);

    private protected abstract void SaveOwn(StateWriter into);

    private protected abstract void RestoreOwn(ref StateReader from);

    private double Harm(int look) => look < 0 ? 0 : path[2 * (look % Kept)];

    private double Safe(int look) => look < 0 ? 0 : path[2 * (look % Kept) + 1];

    private static double Left(double now, double before, double threshold, int back)
    {
        double pace = (now - before) / back;
        return pace > 0 && double.IsFinite(now) ? Math.Ceiling((threshold - now) / pace) : double.PositiveInfinity;
    }
}
