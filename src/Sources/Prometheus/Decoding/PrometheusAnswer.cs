using CanaryJudge.Judging.Measuring;

namespace CanaryJudge.Sources.Prometheus.Decoding;

/// <summary>An answer of the Prometheus HTTP API: series, the server's error, or the fault that kept it from being decoded.</summary>
public sealed record PrometheusAnswer
{
    /// <summary>The series in the server's order; empty on an error or a fault. A scalar is one series without labels.
    /// A series that changed between numbers and native histograms appears twice, once as each.</summary>
    public IReadOnlyList<FetchedSeries> Series { get; init; } = [];

    /// <summary>The server's warnings, then its infos, in its words; at most <see cref="DecodeLimits.MaxWarnings"/> and one that counts the rest.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Whether the server said success.</summary>
    public bool Succeeded { get; init; }

    /// <summary>The server's kind of error, such as bad_data; empty when it gave none.</summary>
    public string ErrorType { get; init; } = "";

    /// <summary>The server's error in its words; empty when it gave none.</summary>
    public string Error { get; init; } = "";

    /// <summary>Why nothing could be decoded; null when something was.</summary>
    public DecodeFault? Fault { get; init; }
}
