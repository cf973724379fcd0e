namespace CanaryJudge.Judging.Measuring;

/// <summary>One series as a source gave it: points in time order, values untouched.</summary>
public sealed record FetchedSeries
{
    /// <summary>The series' labels with its name as __name__ where the source gives it; unique, any order.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>Times of the points, milliseconds since the Unix epoch, strictly rising.</summary>
    public required long[] TimesMillis { get; init; }

    /// <summary>Values at those times; NaN and infinities as the source gave them. Empty when the series is native histograms.</summary>
    public double[] Values { get; init; } = [];

    /// <summary>Native histograms at those times; empty when the series is numbers.</summary>
    public NativeHistogramPoint[] Histograms { get; init; } = [];
}
