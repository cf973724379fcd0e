namespace CanaryJudge.Judging.Sequential;

/// <summary>One thing that is watched: a ratio, a series, a quantile of a histogram. Every stream counts in the correction for many metrics.</summary>
public abstract class EvidenceStream
{
    private const int PaceWindows = 10;

    private readonly List<(double Harm, double Safe)> path = [];

    private protected EvidenceStream(string name, int sign)
    {
        Name = name;
        Sign = sign;
    }

    /// <summary>What is watched: "value", "rate", "p99".</summary>
    public string Name { get; }

    /// <summary>ln of the evidence for harm of at least the margin; infinity when a drift is beyond doubt.</summary>
    public abstract double LogHarm { get; }

    /// <summary>ln of the evidence for safety within the margin.</summary>
    public abstract double LogSafe { get; }

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

    /// <summary>Adds window k of the metric; earlier windows were added before, in order.</summary>
    /// <param name="window">Index from 0, warm-up included.</param>
    internal void Add(int window)
    {
        AddWindow(window);
        path.Add((LogHarm, LogSafe));
    }

    /// <summary>Windows until the evidence crosses a threshold at the pace of the last ten; infinity when it goes the other way.</summary>
    /// <param name="harmThreshold">ln of the evidence that proves harm.</param>
    /// <param name="safeThreshold">ln of the evidence that proves safety.</param>
    internal double WindowsLeft(double harmThreshold, double safeThreshold)
    {
        if (path.Count < 2) return double.PositiveInfinity;
        int back = Math.Min(PaceWindows, path.Count - 1);
        (double harm, double safe) = path[^1];
        (double harmBefore, double safeBefore) = path[^(back + 1)];
        double left = Math.Min(Left(harm, harmBefore, harmThreshold, back), Left(safe, safeBefore, safeThreshold, back));
        return Math.Max(left, 1);
    }

    private static double Left(double now, double before, double threshold, int back)
    {
        double pace = (now - before) / back;
        return pace > 0 && double.IsFinite(now) ? Math.Ceiling((threshold - now) / pace) : double.PositiveInfinity;
    }

    private protected abstract void AddWindow(int window);

    /// <summary>The margin of the safety side on the same scale.</summary>
    internal abstract double SafeMargin { get; }

    /// <summary>The fixed-sample numbers for one last look.</summary>
    internal abstract LastLook Look();
}
