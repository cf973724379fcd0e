using CanaryJudge.Analyzer.Analyses.Store;
using CanaryJudge.Analyzer.Analyses.Ticking;
using CanaryJudge.Judging.Deciding;

namespace CanaryJudge.Analyzer.Rollouts.Store;

/// <summary>What becomes of a decision about an analysis: an action, written in the same transaction; nothing when its target is none of the service's.</summary>
internal sealed class Decisions(RolloutTargets targets, ActionStarts starts, ActionEnds ends, ActionSignals wake)
{
    /// <summary>The action that a final verdict wants; null when the target is none of the service's.</summary>
    public ActionRequest? OfVerdict(ClaimedTick tick, Verdict verdict) => Request(tick.Target, tick.Mode) is { } request
        ? request with
        {
            Verb = VerbOf(verdict.Outcome),
            Revision = tick.Revision ?? "",
            Baseline = tick.BaselineRevision ?? "",
            AnalysisId = tick.Id,
            By = $"policy {tick.Policy}",
            IsByPolicy = true,
            Reason = verdict.Reason,
        }
        : null;

    /// <summary>The action that a person's decision wants; null when the target is none of the service's.</summary>
    public ActionRequest? OfPerson(AnalysisRow analysis, VerdictOutcome decision, string by, string reason) => Request(analysis.Target, analysis.Mode) is { } request
        ? request with
        {
            Verb = VerbOf(decision),
            Revision = analysis.Revision ?? "",
            Baseline = analysis.BaselineRevision ?? "",
            AnalysisId = analysis.Id,
            By = by,
            IsByPolicy = false,
            Reason = reason,
        }
        : null;

    /// <summary>Begins it.</summary>
    public Task BeginAsync(StoreTransaction transaction, ActionRequest request) => starts.StartAsync(transaction, request);

    /// <summary>Stops what is under way for an analysis that a person calls off; the caller ends the analysis.</summary>
    public async Task StopAsync(StoreTransaction transaction, string analysisId, string by, string reason)
    {
        IReadOnlyList<ActionRow> live = await transaction.QueryAsync<ActionRow>(
            $"select {ActionRow.Columns} from rollout_action where analysis_id = @analysisId and state <> 'ended' {transaction.Database.ForUpdate}", new { analysisId });
        foreach (ActionRow action in live) await ends.EndAsync(transaction, action, ActionEnding.Cancelled, DeskWrites.Stopped(action, by, reason), by, isAnalysisLeft: true);
    }

    /// <summary>Says that an action may have begun, after the commit.</summary>
    public void Wake() => wake.Raise();

    private static RolloutVerb VerbOf(VerdictOutcome decision) => decision switch
    {
        VerdictOutcome.Promote => RolloutVerb.Promote,
        VerdictOutcome.Rollback => RolloutVerb.Rollback,
        _ => throw new ArgumentOutOfRangeException(nameof(decision), decision, "It decides nothing."),
    };

    // A replica that does not know the target, as its settings are older or newer, writes the action down for one that does.
    private ActionRequest? Request(string target, string? modeAtStart)
    {
        RolloutTarget? known = targets.Find(target);
        RolloutMode? mode = known?.Mode ?? Words.ParseOrNone<RolloutMode>(modeAtStart);
        return mode is null
            ? null
            : new ActionRequest { Target = known?.Name ?? target.ToLowerInvariant(), Verb = RolloutVerb.Hold, Revision = "", Baseline = "", By = "", IsByPolicy = false, Reason = "", IsAdvice = mode == RolloutMode.Advise };
    }
}
