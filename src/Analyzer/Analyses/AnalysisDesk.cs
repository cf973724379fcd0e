using System.Runtime.CompilerServices;
using CanaryJudge.Analyzer.Analyses.Store;
using CanaryJudge.Analyzer.Analyses.Ticking;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Explaining;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Sources.Recordings;

namespace CanaryJudge.Analyzer.Analyses;

/// <summary>Where analyses are started, looked up, watched and decided by people: what every face of the service calls. Any replica serves any call.</summary>
/// <remarks>Throws what the store throws when it cannot be reached: then nothing is changed, or (when the answer to a commit was lost) all of it, so that a repeat with the same idempotency key is safe.</remarks>
internal sealed class AnalysisDesk(AnalysisReads reads, AnalysisWrites writes, AnalysisStarts starts, AnalysisSignals signals, TimeProvider clock)
{
    private const int EventsAtOnce = 200;

    // How soon a watcher sees an event whose signal was lost.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    /// <summary>Starts an analysis; an earlier one of the same target is superseded in the same transaction.</summary>
    public Task<StartResult> StartAsync(AnalysisStart start, CancellationToken cancellationToken) => starts.StartAsync(start, cancellationToken);

    /// <summary>The analysis of an identity; null when there is none.</summary>
    public Task<Analysis?> FindAsync(string id, CancellationToken cancellationToken) => reads.FindAsync(id, cancellationToken);

    /// <summary>What an analysis asks and by which rules it judges; null when there is none of that identity.</summary>
    public Task<AnalysisDefinition?> DefinitionAsync(string id, CancellationToken cancellationToken) => reads.DefinitionAsync(id, cancellationToken);

    /// <summary>The record of an analysis: judged again, it gives the verdict of that moment bit for bit.</summary>
    /// <param name="id">The analysis.</param>
    /// <param name="windows">How many windows, warm-up included; null for all so far. More than there are is all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The recording; null when there is no such analysis, or it has no window yet.</returns>
    /// <exception cref="InvalidDataException">The store is damaged.</exception>
    public async Task<Recording?> RecordingAsync(string id, int? windows, CancellationToken cancellationToken)
    {
        if (await reads.FindAsync(id, cancellationToken) is not { } analysis || await reads.DefinitionAsync(id, cancellationToken) is not { } definition) return null;
        RunState state = RunState.Of(definition, await reads.WindowsAsync(id, definition.Policy, windows ?? int.MaxValue, cancellationToken));
        if (state.Count == 0) return null;
        return new Recording
        {
            Id = $"{analysis.Application}/{analysis.Id}",
            Policy = definition.Policy,
            Metrics = state.Windows,
            StartMillis = analysis.StartMillis,
            Judged = JudgedVerdict.Of(definition.Policy, state.Windows, state.Judge().Verdict),
        };
    }

    /// <summary>A page of analyses, the latest first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The page's size is not 1 to 1,000.</exception>
    /// <exception cref="ArgumentException">The page token was not given by this method.</exception>
    public async Task<AnalysisPage> ListAsync(AnalysisFilter filter, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(filter.PageSize, 1, nameof(filter));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(filter.PageSize, 1000, nameof(filter));
        if (filter.PageToken is { } token && !Guid.TryParseExact(token, "D", out _)) throw new ArgumentException("The page token was not given by this service.", nameof(filter));
        IReadOnlyList<Analysis> found = await reads.ListAsync(filter, filter.PageToken, filter.PageSize + 1, cancellationToken);
        return found.Count <= filter.PageSize ? new(found, null) : new([.. found.Take(filter.PageSize)], found[filter.PageSize - 1].Id);
    }

    /// <summary>Every event of an analysis after a sequence number, as it comes; ends after the event that ends the analysis.</summary>
    /// <param name="id">The analysis. One that does not exist gives no events.</param>
    /// <param name="after">The last sequence number the caller has seen; 0 for all events.</param>
    /// <param name="cancellationToken">Ends the watching.</param>
    public async IAsyncEnumerable<AnalysisEvent> WatchAsync(string id, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using AnalysisSignals.Subscription heard = signals.Subscribe(id);
        while (true)
        {
            IReadOnlyList<AnalysisEvent> events = await reads.EventsAsync(id, after, EventsAtOnce, cancellationToken);
            foreach (AnalysisEvent made in events)
            {
                yield return made;
                after = made.Sequence;
            }

            if (events.Count == EventsAtOnce) continue;
            if (await reads.FindAsync(id, cancellationToken) is not { } analysis) yield break;
            if (analysis.Sequence > after) continue;
            if (analysis.State == AnalysisState.Ended) yield break;
            await heard.WaitAsync(LongestWait, clock, cancellationToken);
        }
    }

    /// <summary>A person calls an analysis off; the rollout is left as it is.</summary>
    /// <param name="id">The analysis.</param>
    /// <param name="by">Who does it, 1 to 200 characters.</param>
    /// <param name="reason">Why, 1 to 2,000 characters.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<ChangeResult> CancelAsync(string id, string by, string reason, CancellationToken cancellationToken) =>
        EndAsync(id, AnalysisEnding.Cancelled, decision: null, by, reason, cancellationToken);

    /// <summary>A person decides in the judge's place.</summary>
    /// <param name="id">The analysis.</param>
    /// <param name="decision">Promote or rollback.</param>
    /// <param name="by">Who decides, 1 to 200 characters.</param>
    /// <param name="reason">Why, 1 to 2,000 characters.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<ChangeResult> OverrideAsync(string id, VerdictOutcome decision, string by, string reason, CancellationToken cancellationToken) =>
        EndAsync(id, AnalysisEnding.Overridden, decision, by, reason, cancellationToken);

    private async Task<ChangeResult> EndAsync(string id, AnalysisEnding ending, VerdictOutcome? decision, string by, string reason, CancellationToken cancellationToken)
    {
        List<Violation> violations = [.. TextRule.Check("by", by, TextRule.Name), .. TextRule.Check("reason", reason, TextRule.Reason)];
        if (decision is VerdictOutcome.Pause) violations.Add(new("decision", "A person's decision is pause, which decides nothing.", "Decide promote or rollback, or cancel the analysis."));
        if (violations.Count > 0) return new() { Violations = violations };
        bool isChanged = await writes.EndAsync(id, ending, decision, by, reason, cancellationToken);
        return new() { Analysis = await reads.FindAsync(id, cancellationToken), IsChanged = isChanged };
    }
}
