using CanaryJudge.Analyzer.Analyses.Store;
using CanaryJudge.Judging.Deciding;

namespace CanaryJudge.Analyzer.Analyses.Notices;

/// <summary>What stands against a promotion at this moment.</summary>
internal sealed class StandingVetoes(StoreDatabase database)
{
    private const int Told = 3;

    private const string OfTarget = "from veto v where v.target = @target and v.application in ('', @application) and v.lifted_millis is null";

    private const string OfAnalysis = "from veto v join analysis a on a.target = v.target and v.application in ('', a.application) where a.id = @id and v.lifted_millis is null";

    // A person who has decided knows what stands against it.
    private const string ByNobody = " and not exists (select 1 from rollout_action r where r.analysis_id = a.id and r.by_policy = 0)";

    /// <summary>Why an analysis' own decision to promote is not to be followed now; null when nothing stands against it, or a person has decided.</summary>
    public async Task<string?> AgainstAsync(Analysis analysis, CancellationToken cancellationToken)
    {
        if (analysis.Decision != VerdictOutcome.Promote || analysis.Ending == AnalysisEnding.Overridden) return null;
        return Say(await database.QueryAsync<string>($"select v.words {OfAnalysis}{ByNobody} order by v.starts_millis limit 100", new { id = analysis.Id }, cancellationToken));
    }

    /// <summary>Why the action of a verdict may not begin to promote; null when nothing stands against it.</summary>
    public static async Task<string?> AgainstActionAsync(StoreTransaction transaction, string analysisId) =>
        Say(await transaction.QueryAsync<string>($"select v.words {OfAnalysis} order by v.starts_millis limit 100", new { id = analysisId }));

    /// <summary>Why a target may not be promoted; null when nothing stands against it.</summary>
    public static async Task<string?> AgainstAsync(StoreTransaction transaction, string application, string target) =>
        Say(await transaction.QueryAsync<string>($"select v.words {OfTarget} order by v.starts_millis limit 100", new { application, target }));

    private static string? Say(IReadOnlyList<string> words) => words.Count == 0
        ? null
        : $"Not promoted while a veto stands: {string.Join(" ", words.Take(Told))}{(words.Count > Told ? $" And {words.Count - Told} more." : "")}";
}
