using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Judging.Deciding;

namespace CanaryJudge.Analyzer.Hooks;

/// <summary>What a controller is told.</summary>
internal sealed record HookAnswer
{
    /// <summary>The decision; pause while there is none, whatever the reason.</summary>
    public required VerdictOutcome Verdict { get; init; }

    /// <summary>Why, in a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>True when the service could not judge: the request is wrong, or the service is in trouble.</summary>
    public bool CouldNotJudge { get; init; }

    /// <summary>The analysis; null when there is none.</summary>
    public Analysis? Analysis { get; init; }

    /// <summary>True when this call started the analysis.</summary>
    public bool IsNew { get; init; }

    /// <summary>Nothing is known.</summary>
    public static HookAnswer Unknown(string reason) => new() { Verdict = VerdictOutcome.Pause, Reason = reason, CouldNotJudge = true };

    /// <summary>As an analysis stands: only a decision counts, and it counts from when it is made, while it is carried out.</summary>
    public static HookAnswer Of(Analysis analysis, bool isNew) => new()
    {
        Verdict = analysis.Decision ?? VerdictOutcome.Pause,
        Reason = Words(analysis),
        CouldNotJudge = analysis.CouldNotJudge,
        Analysis = analysis,
        IsNew = isNew,
    };

    private static string Words(Analysis analysis) => analysis.State switch
    {
        AnalysisState.Ended when analysis.Decision is null => $"The analysis ended without a decision ({analysis.Ending.ToString()!.ToLowerInvariant()}): {analysis.Reason}",
        AnalysisState.Held => $"A person has to decide: {analysis.Reason}",
        _ => analysis.Reason,
    };
}
