using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Statistics;

namespace CanaryJudge.Judging.Sequential;

/// <summary>The streams of a series: its scale, margin and guards, fixed from the reference.</summary>
internal static class SeriesStreams
{
    private const double MostlyZero = 0.3;

    /// <summary>Builds one stream a direction; none while there is no reference.</summary>
    public static IReadOnlyList<EvidenceStream?> Build(StreamStart start)
    {
        double[] baseline = ((SeriesWindows)start.Metric.Baseline).Values;
        List<double> reference = ((SeriesWindows)start.Metric.History).Values.Where(double.IsFinite).ToList();
        if (reference.Count == 0) reference = StreamBuilder.ReferenceWindows(start.Judged, start.Now, k => double.IsFinite(baseline[k])).Select(k => baseline[k]).ToList();
        if (reference.Count == 0) return [];

        MetricPolicy rules = start.Metric.Metric;
        Margin margin = rules.Margin;
        double level = reference.Average(Math.Abs);
        bool isLog = margin.IsRelative && reference.Min() > 0 && margin.Floor <= margin.Value * reference.Min();
        List<EvidenceStream?> streams = [];
        if (rules.Direction != Direction.Decrease) streams.Add(Stream(1));
        if (rules.Direction != Direction.Increase) streams.Add(Stream(-1));
        return streams;

        EvidenceStream? Stream(int sign)
        {
            double size = isLog ? LogMargin(margin.Value, sign) : margin.At(level);
            if (!(size > 0 && size <= SeriesScale.LargestMargin)) return null;
            SeriesScale scale = new(isLog, size);
            SeriesPrior? told = start.Parameters.LearnDriftMemory ? SeriesPrior.FromHistory(((SeriesWindows)start.Metric.History).Values, scale) : null;
            DriftGuard? drift = rules.Resource ? new DriftGuard(size, start.Horizon - start.Judged, told, start.Parameters.DriftAhead) : null;
            double? notZero = start.Parameters.SecondKeyForZeros && sign > 0 && !isLog ? NotZeroMargin(reference, size) : null;
            return new SeriesStream(scale, sign, start, drift, notZero);
        }
    }

    private static double LogMargin(double share, int sign) => sign > 0 || share >= 1 ? Math.Log(1 + share) : -Math.Log(1 - share);

    private static double? NotZeroMargin(List<double> reference, double margin)
    {
        int zeros = reference.Count(v => v == 0);
        List<double> positive = reference.Where(v => v > 0).ToList();
        if (zeros < MostlyZero * reference.Count || positive.Count < 2) return null;
        return Math.Min(0.9, margin / positive.Average());
    }
}
