namespace CanaryJudge.Analyzer.Hooks.ArgoRollouts;

/// <summary>What the conditions of an AnalysisTemplate ask.</summary>
/// <param name="Verdict">PROMOTE, PAUSE or ROLLBACK.</param>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="CouldNotJudge">True when the service could not judge.</param>
/// <param name="Analysis">Identity of the analysis; empty when there is none.</param>
/// <param name="State">Its state, in small letters; empty when there is none.</param>
/// <param name="Windows">Windows that have passed.</param>
/// <param name="Horizon">Windows at most; 0 when there is no analysis.</param>
internal sealed record ArgoAnswer(string Verdict, string Reason, bool CouldNotJudge, string Analysis, string State, int Windows, int Horizon)
{
    /// <summary>As controllers are told.</summary>
    public static ArgoAnswer Of(HookAnswer answer) => new(
        answer.Verdict.ToString().ToUpperInvariant(),
        answer.Reason,
        answer.CouldNotJudge,
        answer.Analysis?.Id ?? "",
        answer.Analysis?.State.ToString().ToLowerInvariant() ?? "",
        answer.Analysis?.WindowsElapsed ?? 0,
        answer.Analysis?.Horizon ?? 0);
}
