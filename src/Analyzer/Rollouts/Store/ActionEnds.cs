using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Analyzer.Analyses.Store;

namespace CanaryJudge.Analyzer.Rollouts.Store;

/// <summary>Ends actions, and with each the analysis that waits for it, in one transaction.</summary>
internal sealed class ActionEnds(TimeProvider clock)
{
    private const string End = """
        update rollout_action set state = 'ended', ending = @ending, status = @status, ended_millis = @now, due_millis = null, owner = null, fence = fence + 1, sequence = sequence + 1
        where id = @Id and ending is null
        """;

    private const string Remember = "insert into rollout_memory (target, revision, action_id, at_millis) values (@Target, @Revision, @Id, @now) on conflict do nothing";

    /// <summary>Ends one that has not ended.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="action">The action, whose row this transaction has locked.</param>
    /// <param name="ending">How.</param>
    /// <param name="status">With what, in whole sentences.</param>
    /// <param name="actor">Who ended it; null when nobody did but the engine.</param>
    /// <param name="isAnalysisLeft">True when the analysis is ended by the caller.</param>
    public async Task EndAsync(StoreTransaction transaction, ActionRow action, ActionEnding ending, string status, string? actor, bool isAnalysisLeft = false)
    {
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        if (await transaction.ExecuteAsync(End, new { action.Id, ending = Words.Of(ending), status, now }) == 0) return;
        if (ending == ActionEnding.Done && Words.Parse<RolloutVerb>(action.Verb) == RolloutVerb.Rollback) await RememberAsync(transaction, action, now);
        if (action.AnalysisId is not { } analysis) return;
        await ActingAnalyses.AppendAsync(transaction, analysis, AnalysisEventKind.ActionEnded, actor, status, now);
        if (isAnalysisLeft) return;
        bool isPerson = action.ByPolicy == 0;
        await ActingAnalyses.FinishAsync(transaction, analysis, isPerson ? AnalysisEnding.Overridden : AnalysisEnding.Verdict, isPerson ? action.AskedBy : null, $"{ReasonText.AsSentence(action.Reason)} {status}", now);
    }

    /// <summary>Remembers that a revision is being rolled back, or was.</summary>
    public static Task RememberAsync(StoreTransaction transaction, ActionRow action, long now) => transaction.ExecuteAsync(Remember, new { action.Target, action.Revision, action.Id, now });
}
