using CanaryJudge.Judging.Measuring;
using CanaryJudge.Sources.Prometheus.Decoding;

namespace CanaryJudge.Sources.Prometheus;

/// <summary>How one attempt of a request ended: with an answer, or with a problem.</summary>
internal sealed record Attempt
{
    /// <summary>The answer; null when there is a problem.</summary>
    public PrometheusAnswer? Answer { get; init; }

    /// <summary>The problem; null when there is an answer.</summary>
    public SourceProblem? Problem { get; init; }

    /// <summary>Whether asking the same again soon may succeed.</summary>
    public bool Retryable { get; init; }

    /// <summary>How long the server asks to wait before that.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether asking for less time at once may succeed.</summary>
    public bool TooLong { get; init; }
}
