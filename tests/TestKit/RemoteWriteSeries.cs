namespace CanaryJudge.TestKit;

/// <summary>One series to push into a server with exact times and values.</summary>
/// <param name="Name">The metric's name.</param>
/// <param name="Labels">Its other labels.</param>
public sealed record RemoteWriteSeries(string Name, params (string Name, string Value)[] Labels)
{
    /// <summary>Plain numbers, oldest first; times in milliseconds since the Unix epoch.</summary>
    public IReadOnlyList<(long TimeMillis, double Value)> Samples { get; init; } = [];

    /// <summary>Native histograms, oldest first.</summary>
    public IReadOnlyList<RemoteWriteHistogram> Histograms { get; init; } = [];

    /// <summary>The value that ends a series at its time: the NaN by which Prometheus marks staleness.</summary>
    public static double Stale { get; } = BitConverter.UInt64BitsToDouble(0x7ff0000000000002);

    /// <summary>The same series with a value every step: the first at startMillis, value i as given.</summary>
    public RemoteWriteSeries Every(long startMillis, long stepMillis, int count, Func<int, double> value) =>
        this with { Samples = [.. Enumerable.Range(0, count).Select(i => (startMillis + i * stepMillis, value(i)))] };
}
