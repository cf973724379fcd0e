namespace CanaryJudge.Analyzer.Analyses;

/// <summary>A request to start an analysis.</summary>
internal sealed record AnalysisStart
{
    /// <summary>The application, 1 to 200 characters.</summary>
    public required string Application { get; init; }

    /// <summary>What is rolled out, 1 to 500 characters. A live analysis of the same application and target is superseded.</summary>
    public required string Target { get; init; }

    /// <summary>What is asked and how it is judged.</summary>
    public required AnalysisDefinition Definition { get; init; }

    /// <summary>Who starts it, 1 to 200 characters.</summary>
    public required string By { get; init; }

    /// <summary>
    /// Names this start among those of the same caller, 1 to 200 characters: a repeat with the same content gives the analysis that was started, one with other content
    /// is refused. Null: every call starts an analysis.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>
    /// Start of window 0 (when the canary began to take traffic), milliseconds since the Unix epoch, at most one day ahead; its horizon is at most one day ago. Null: now, rounded
    /// up to a whole interval, or to 10 s when the interval is longer, so that analyses of one application ask the same questions.
    /// </summary>
    public long? StartMillis { get; init; }

    /// <summary>The revision that the caller rolls out; when the target tells another one, nothing is started. Null: whichever is there. Up to 500 characters.</summary>
    public string? Revision { get; init; }
}
