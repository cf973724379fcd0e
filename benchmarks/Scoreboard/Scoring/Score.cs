using CanaryJudge.Judging.Deciding;

namespace CanaryJudge.Benchmarks.Scoreboard;

/// <summary>How a judge fared over some rollouts.</summary>
internal sealed class Score
{
    private readonly List<int> toPromote = [];
    private readonly List<int> toDetect = [];

    /// <summary>Healthy rollouts.</summary>
    public int Healthy { get; private set; }

    /// <summary>Degraded rollouts.</summary>
    public int Degraded { get; private set; }

    /// <summary>Healthy ones rolled back.</summary>
    public int FalseRollbacks { get; private set; }

    /// <summary>Healthy ones promoted.</summary>
    public int Promoted => toPromote.Count;

    /// <summary>Degraded ones rolled back.</summary>
    public int Detected => toDetect.Count;

    /// <summary>Degraded ones promoted.</summary>
    public int WronglyPromoted { get; private set; }

    /// <summary>Share of the healthy that were rolled back; NaN without any.</summary>
    public double FalseRollbackShare => (double)FalseRollbacks / Healthy;

    /// <summary>Share of the degraded that were promoted; NaN without any.</summary>
    public double WronglyPromotedShare => (double)WronglyPromoted / Degraded;

    /// <summary>Share of the healthy that were promoted; NaN without any.</summary>
    public double PromotedShare => (double)Promoted / Healthy;

    /// <summary>Share of the degraded that were rolled back; NaN without any.</summary>
    public double DetectedShare => (double)Detected / Degraded;

    /// <summary>Median windows after warm-up of the promotions; NaN without any.</summary>
    public double MedianToPromote => Median(toPromote);

    /// <summary>Median windows after warm-up of the detections; NaN without any.</summary>
    public double MedianToDetect => Median(toDetect);

    /// <summary>Mean windows after warm-up of the degraded, whatever their end; NaN without any.</summary>
    public double MeanOnDegraded => (double)windowsOnDegraded / Degraded;

    private long windowsOnDegraded;

    /// <summary>Adds one ended rollout.</summary>
    public void Add(bool isDegraded, Ruling ruling)
    {
        if (isDegraded)
        {
            Degraded++;
            windowsOnDegraded += ruling.Windows;
            if (ruling.Outcome == VerdictOutcome.Rollback) toDetect.Add(ruling.Windows);
            if (ruling.Outcome == VerdictOutcome.Promote) WronglyPromoted++;
        }
        else
        {
            Healthy++;
            if (ruling.Outcome == VerdictOutcome.Promote) toPromote.Add(ruling.Windows);
            if (ruling.Outcome == VerdictOutcome.Rollback) FalseRollbacks++;
        }
    }

    private static double Median(List<int> values)
    {
        if (values.Count == 0) return double.NaN;
        int[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2.0;
    }
}
