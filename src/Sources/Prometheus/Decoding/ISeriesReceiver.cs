using CanaryJudge.Judging.Measuring;

namespace CanaryJudge.Sources.Prometheus.Decoding;

/// <summary>Takes the series of an answer one after another, as they are decoded.</summary>
/// <remarks>The spans are only valid during the call; the labels stay. When decoding ends with a fault, what was taken before is void.</remarks>
public interface ISeriesReceiver
{
    /// <summary>A series of numbers.</summary>
    /// <param name="labels">Its labels: equal sets are equal objects by value, often the same object.</param>
    /// <param name="timesMillis">Times of the points, milliseconds since the Unix epoch, strictly rising. May be empty.</param>
    /// <param name="values">Values at those times; NaN and infinities as the server gave them.</param>
    void Numbers(IReadOnlyDictionary<string, string> labels, ReadOnlySpan<long> timesMillis, ReadOnlySpan<double> values);

    /// <summary>A series of native histograms.</summary>
    /// <param name="labels">Its labels, as above.</param>
    /// <param name="timesMillis">Times of the points, milliseconds since the Unix epoch, strictly rising, at least one.</param>
    /// <param name="histograms">The histograms at those times.</param>
    void Histograms(IReadOnlyDictionary<string, string> labels, ReadOnlySpan<long> timesMillis, ReadOnlySpan<NativeHistogramPoint> histograms);
}
