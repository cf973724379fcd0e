using CanaryJudge.Judging.Aligning;
using CanaryJudge.Statistics;

namespace CanaryJudge.Judging.Comparing;

/// <summary>Series: the two-sided Mann-Whitney test and the Hodges-Lehmann shift with its interval, over the windows of both sides.</summary>
internal static class SeriesJudge
{
    /// <summary>Judges the shift against the margin at the baseline's median; a Fail also needs the test to reject.</summary>
    public static Judgement Judge(MetricWindows metric, SeriesWindows baseline, SeriesWindows canary, WindowPairs pairs, double confidence)
    {
        double[] b = pairs.Pick(baseline.Values), c = pairs.Pick(canary.Values);
        MannWhitneyResult test = MannWhitney.Test(c, b);
        ShiftInterval shift = HodgesLehmann.Interval(c, b, confidence);
        double median = Median(b);
        Comparison comparison = new()
        {
            Name = "value",
            Baseline = median,
            Canary = Median(c),
            Difference = shift.Shift,
            Low = shift.Lower,
            High = shift.Upper,
            Confidence = shift.Level,
            Margin = metric.Metric.Margin.At(median),
            Method = $"Mann-Whitney {test.Method.ToString().ToLowerInvariant()}, Hodges-Lehmann",
            P = test.P,
            U = test.U,
            A12 = test.U / ((double)b.Length * c.Length),
            Windows = pairs.Present.Length,
        };
        bool reaches = shift.Level >= confidence;
        bool rejects = test.P < 1 - confidence;
        bool fails = ThreeWay.Decide(comparison.Low, comparison.High, comparison.Margin, metric.Metric.Direction) == JudgementOutcome.Fail;
        return IntervalJudgement.Of(metric, comparison, canDecide: reaches && (rejects || !fails));
    }

    /// <summary>The median of at least one value: the mean of the two middle ones when their number is even; halves first, so that it cannot overflow.</summary>
    internal static double Median(double[] values)
    {
        double[] sorted = [.. values];
        Array.Sort(sorted);
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2;
    }
}
