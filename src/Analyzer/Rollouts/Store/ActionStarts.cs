using System.Diagnostics;
using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Analyzer.Analyses.Store;
using CanaryJudge.Analyzer.Rollouts.Acting;

namespace CanaryJudge.Analyzer.Rollouts.Store;

/// <summary>Begins actions, inside the transaction of the decision: either both are written, or neither.</summary>
internal sealed class ActionStarts(ActionEnds ends, ActionMeter meter, TimeProvider clock)
{
    private const string Insert = """
        insert into rollout_action (id, target, verb, revision, baseline, analysis_id, asked_by, by_policy, again, reason, state, status, created_millis, waited_millis, sequence, due_millis, fence, trace)
        values (@Id, @Target, @verb, @Revision, @Baseline, @AnalysisId, @By, @byPolicy, @again, @Reason, 'asked', 'Nothing was sent yet.', @now, 0, 1, @now, 0, @trace)
        """;

    /// <summary>Begins one; or, when it may not be, writes it down as ended, with the reason. A person who asks for what is under way already is given that.</summary>
    /// <returns>The action as it was written.</returns>
    public async Task<ActionRow> StartAsync(StoreTransaction transaction, ActionRequest request)
    {
        ActionRow? live = await transaction.FindAsync<ActionRow>(
            $"select {ActionRow.Columns} from rollout_action where target = @Target and revision = @Revision and state <> 'ended' {transaction.Database.ForUpdate}", new { request.Target, request.Revision });
        if (live is not null && !request.IsByPolicy && IsSame(live, request) && !IsHeldBack(live)) return live;
        (ActionEnding Ending, string Status)? barred = await BarredAsync(transaction, request, live);
        if (barred is null && live is not null)
        {
            await ends.EndAsync(transaction, live, ActionEnding.Replaced, $"{request.By} wants it to be {Past(request.Verb)}: {request.Reason}", request.By);
        }

        ActionRow made = await InsertAsync(transaction, request, barred is not null);
        if (request.AnalysisId is { } analysis) await ActingAnalyses.AppendAsync(transaction, analysis, AnalysisEventKind.ActionStarted, request.IsByPolicy ? null : request.By, Started(made), made.CreatedMillis);
        if (barred is { } why) await ends.EndAsync(transaction, made, why.Ending, why.Status, actor: null);
        // What never begins is counted here; a transaction that is run again counts it again, which an alarm can bear. What is under way already is no refusal to be woken for.
        if (barred is { } never && live is null) meter.CountEnd(request.Verb, never.Ending, TimeSpan.Zero);
        return await transaction.FindAsync<ActionRow>($"select {ActionRow.Columns} from rollout_action where id = @Id", new { made.Id }) ?? made;
    }

    /// <summary>The word for a thing that was done.</summary>
    public static string Past(RolloutVerb verb) => verb switch
    {
        RolloutVerb.Promote => "promoted",
        RolloutVerb.Hold => "held",
        _ => "rolled back",
    };

    private static async Task<(ActionEnding Ending, string Status)?> BarredAsync(StoreTransaction transaction, ActionRequest request, ActionRow? live)
    {
        if (request.IsAdvice) return (ActionEnding.Advised, $"The target's mode is advise: {request.Target} is not {Past(request.Verb)} by the service.");
        if (request.Revision.Length == 0) return (ActionEnding.Refused, $"It is not known which revision was judged, so that nothing may be {Past(request.Verb)}: act by hand, with canaryjudge {Word(request.Verb)} {request.Target}.");
        if (request.Revision == request.Baseline) return (ActionEnding.Refused, $"The revision {request.Revision} is the current version of {request.Target}: there is no canary that may be {Past(request.Verb)}.");
        if (request is { Verb: RolloutVerb.Promote, IsAgain: false } && await transaction.FindAsync<string>("select action_id from rollout_memory where target = @Target and revision = @Revision", new { request.Target, request.Revision }) is { } earlier)
        {
            return (ActionEnding.Refused, $"The revision {request.Revision} was rolled back before (action {earlier}); only a person may promote it, with canaryjudge promote {request.Target} --again.");
        }

        if (live is null || (!request.IsByPolicy && IsSame(live, request))) return null;
        if (IsSame(live, request)) return (ActionEnding.Refused, $"The same is under way already: action {live.Id}, wanted by {live.AskedBy}.");
        return Words.Parse<RolloutVerb>(live.Verb) > request.Verb
            ? (ActionEnding.Refused, $"The revision {request.Revision} is being {Past(Words.Parse<RolloutVerb>(live.Verb))} (action {live.Id}, wanted by {live.AskedBy}), which goes first. A person can stop that with canaryjudge stop {live.Id}.")
            : null;
    }

    private static bool IsSame(ActionRow live, ActionRequest request) => Words.Parse<RolloutVerb>(live.Verb) == request.Verb;

    // What a verdict wanted and a switch or the rate limit holds back: a person who asks for it takes it over.
    private static bool IsHeldBack(ActionRow live) => live.ByPolicy != 0 && live.StartedMillis is null;

    private static string Started(ActionRow made) =>
        $"{(made.ByPolicy != 0 ? $"The verdict of {made.AskedBy}" : made.AskedBy)} wants {made.Target} to be {Past(Words.Parse<RolloutVerb>(made.Verb))}: revision {Shown(made.Revision)}, baseline {Shown(made.Baseline)} (action {made.Id}).";

    private static string Shown(string revision) => revision.Length > 0 ? revision : "unknown";

    private static string Word(RolloutVerb verb) => Words.Of(verb);

    private static string? TraceNow() => Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } ? id : null;

    private async Task<ActionRow> InsertAsync(StoreTransaction transaction, ActionRequest request, bool isBarred)
    {
        DateTimeOffset now = clock.GetUtcNow();
        ActionRow made = new()
        {
            Id = Guid.CreateVersion7(now).ToString("D"),
            Target = request.Target,
            Verb = Words.Of(request.Verb),
            Revision = request.Revision,
            Baseline = request.Baseline,
            AnalysisId = request.AnalysisId,
            AskedBy = request.By,
            ByPolicy = request.IsByPolicy ? 1 : 0,
            Reason = request.Reason,
            State = Words.Of(isBarred ? ActionState.Ended : ActionState.Asked),
            CreatedMillis = now.ToUnixTimeMilliseconds(),
        };
        await transaction.ExecuteAsync(
            isBarred ? Insert.Replace("'asked'", "'ended'", StringComparison.Ordinal) : Insert,
            new { made.Id, made.Target, verb = made.Verb, made.Revision, made.Baseline, made.AnalysisId, request.By, byPolicy = made.ByPolicy, again = request.IsAgain ? 1L : 0L, made.Reason, now = made.CreatedMillis, trace = TraceNow() });
        return made;
    }
}
