using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Comparing;

/// <summary>Which windows after warm-up can be compared: those in which both sides are present.</summary>
internal sealed class WindowPairs
{
    private WindowPairs(int[] present, int elapsed, int count)
    {
        Present = present;
        Elapsed = elapsed;
        Count = count;
    }

    /// <summary>The windows with both sides, rising.</summary>
    public int[] Present { get; }

    /// <summary>Windows that are looked at, warm-up and missing ones included: whatever comes later was not known.</summary>
    public int Count { get; }

    /// <summary>Windows after warm-up, missing ones included.</summary>
    public int Elapsed { get; }

    /// <summary>Windows after warm-up in which a side is missing.</summary>
    public int Dropped => Elapsed - Present.Length;

    /// <summary>Picks the windows.</summary>
    public static WindowPairs Of(MetricWindows metric, CanaryPolicy policy) => Of(metric, policy, metric.Baseline.Count);

    /// <summary>Picks from the first windows only.</summary>
    public static WindowPairs Of(MetricWindows metric, CanaryPolicy policy, int count)
    {
        int elapsed = Math.Max(0, count - policy.WarmUp);
        int[] present = new int[elapsed];
        int pairs = 0;
        for (int k = count - elapsed; k < count; k++)
        {
            if (metric.Baseline.IsPresent(k) && metric.Canary.IsPresent(k)) present[pairs++] = k;
        }

        return new WindowPairs(present[..pairs], elapsed, count);
    }

    /// <summary>The numbers of the compared windows.</summary>
    public double[] Pick(double[] values) => Array.ConvertAll(Present, k => values[k]);

    /// <summary>Their sum, in their order; 0 of none.</summary>
    public double Sum(double[] values)
    {
        double sum = 0;
        foreach (int k in Present) sum += values[k];
        return sum;
    }
}
