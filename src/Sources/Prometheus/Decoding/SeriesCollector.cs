using CanaryJudge.Judging.Measuring;

namespace CanaryJudge.Sources.Prometheus.Decoding;

/// <summary>Keeps the series of one answer. Series on the same times share one array of them.</summary>
internal sealed class SeriesCollector : ISeriesReceiver
{
    private readonly List<FetchedSeries> series = [];
    private long[] lastTimes = [];

    /// <summary>The series, in the order in which they came.</summary>
    public IReadOnlyList<FetchedSeries> Series => series;

    public void Numbers(IReadOnlyDictionary<string, string> labels, ReadOnlySpan<long> timesMillis, ReadOnlySpan<double> values) =>
        series.Add(new FetchedSeries { Labels = labels, TimesMillis = Times(timesMillis), Values = values.ToArray() });

    public void Histograms(IReadOnlyDictionary<string, string> labels, ReadOnlySpan<long> timesMillis, ReadOnlySpan<NativeHistogramPoint> histograms) =>
        series.Add(new FetchedSeries { Labels = labels, TimesMillis = Times(timesMillis), Histograms = histograms.ToArray() });

    private long[] Times(ReadOnlySpan<long> times)
    {
        if (!times.SequenceEqual(lastTimes)) lastTimes = times.ToArray();
        return lastTimes;
    }
}
