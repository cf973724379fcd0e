using System.Data.Common;
using System.Diagnostics;
using CanaryJudge.Analyzer.Analyses.Store;
using CanaryJudge.Analyzer.Sources;
using CanaryJudge.Analyzer.Telemetry;
using CanaryJudge.Judging;
using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Sources;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Analyses.Ticking;

/// <summary>One tick from claim to commit: fetch the window, judge, write. A failure leaves the analysis as it was, and it is tried again.</summary>
internal sealed partial class TickRun(
    AnalysisReads reads,
    TickWrites writes,
    SourceCatalog sources,
    QuestionDesk questions,
    RunMemory memory,
    TickMeters meters,
    IOptions<AnalysisOptions> options,
    TimeProvider clock,
    ILogger<TickRun> logger)
{
    private const int NamedProblems = 3;
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    /// <summary>Runs a tick.</summary>
    /// <param name="tick">The claim.</param>
    /// <param name="cancellationToken">Ends it: the lease is lost, or the service stops.</param>
    /// <returns>What became of it, as telemetry words it.</returns>
    public async Task<string> RunAsync(ClaimedTick tick, CancellationToken cancellationToken)
    {
        try
        {
            string outcome = Words.Parse<AnalysisState>(tick.State) == AnalysisState.Held ? await ExpireAsync(tick, cancellationToken) : await JudgeAsync(tick, cancellationToken);
            if (outcome == "lost") Log.Lost(logger, tick.Id, tick.Windows, tick.Fence);
            return outcome;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            if (await ReleaseAsync(tick, TimeSpan.Zero)) return "released";
            Log.Lost(logger, tick.Id, tick.Windows, tick.Fence);
            return "lost";
        }
        catch (DbException cause)
        {
            // Nothing was written, or all of it was and the answer was lost: then the lease is given back already, and this changes nothing.
            Log.StoreFailed(logger, cause, tick.Id, tick.Windows);
            await ReleaseAsync(tick, ShortestWait);
            return "failed";
        }
        catch (Exception cause)
        {
            Log.Failed(logger, cause, tick.Id, tick.Windows);
            await FailAsync(tick, cause);
            return "failed";
        }
    }

    private async Task<string> JudgeAsync(ClaimedTick tick, CancellationToken cancellationToken)
    {
        long start = clock.GetTimestamp();
        RunState state = memory.Take(tick) ?? await LoadAsync(tick, cancellationToken);
        IReadOnlyList<MetricWindows> window = await MeasureAsync(state.PlanNext(tick.StartMillis), state.Definition.Source, cancellationToken);
        (Verdict verdict, RunState next) = Judge(state, window);
        AnalysisState after = next.StateAfter(verdict);

        bool isHarm = after == AnalysisState.Ended && verdict.Found == VerdictOutcome.Rollback;
        if (!isHarm && window.Any(metric => metric.Problems.Count > 0) && Late(tick) < options.Value.SourcePatience)
        {
            TimeSpan wait = WaitAfterFailure(tick);
            if (!await writes.SourceFailedAsync(tick, Problems(window), wait, cancellationToken)) return "lost";
            memory.Keep(tick, state);
            return "source_failed";
        }

        JudgedTick judged = new(window, verdict, after, NextMillis(tick, after));
        JudgedTick? vetoed = after == AnalysisState.Ended && !isHarm ? judged with { State = next.StateUndecided, NextMillis = NextMillis(tick, next.StateUndecided) } : null;
        if (await writes.JudgedAsync(tick, judged, vetoed, cancellationToken) is not { } written) return "lost";
        after = written.State;
        meters.Judged(tick, state.Definition.Policy, verdict, after, clock.GetElapsedTime(start));
        if (after == AnalysisState.Judging) memory.Keep(tick, next);
        else Log.Over(logger, tick.Id, Words.Of(after), Words.Of(verdict.Outcome), next.Count, verdict.Reason);
        return Words.Of(after) is "judging" ? "judged" : Words.Of(after);
    }

    private static (Verdict Verdict, RunState After) Judge(RunState state, IReadOnlyList<MetricWindows> window)
    {
        using Activity? span = Spans.Source.StartActivity("judge");
        (Verdict Verdict, RunState After) judged = state.With(window).Judge();
        span?.SetTag("canaryjudge.verdict", VerdictMeter.Outcome(judged.Verdict));
        return judged;
    }

    private async Task<string> ExpireAsync(ClaimedTick tick, CancellationToken cancellationToken)
    {
        if (!await writes.ExpireAsync(tick, $"Nobody decided within {options.Value.HoldLimit.TotalHours:0.##} h.", cancellationToken)) return "lost";
        meters.Ended(AnalysisEnding.Expired);
        return "expired";
    }

    private async Task<RunState> LoadAsync(ClaimedTick tick, CancellationToken cancellationToken)
    {
        AnalysisDefinition definition = await reads.DefinitionAsync(tick.Id, cancellationToken) ?? throw new InvalidDataException($"The store holds no definition of the analysis {tick.Id}.");
        RunState state = RunState.Of(definition, await reads.WindowsAsync(tick.Id, definition.Policy, (int)tick.Windows, cancellationToken));
        return state.Count == tick.Windows ? state : throw new InvalidDataException($"The store holds {state.Count} windows of the analysis {tick.Id}, where {tick.Windows} were written.");
    }

    private async Task<IReadOnlyList<MetricWindows>> MeasureAsync(JudgePlan plan, string sourceName, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeIsUp = new(options.Value.TickTimeout, clock);
        IMetricSource source = sources.Find(sourceName) is { } found ? questions.For(found.Name, found.Source) : new MissingSource(sourceName);
        return await LiveRun.MeasureAsync(plan, new TimeBoundSource(source, options.Value.TickTimeout, timeIsUp.Token), cancellationToken);
    }

    private long? NextMillis(ClaimedTick tick, AnalysisState after) => after switch
    {
        AnalysisState.Judging => tick.TickMillis + tick.IntervalMillis,
        AnalysisState.Held => clock.GetUtcNow().ToUnixTimeMilliseconds() + (long)options.Value.HoldLimit.TotalMilliseconds,
        _ => null,
    };

    private TimeSpan Late(ClaimedTick tick) => TimeSpan.FromMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds() - tick.TickMillis);

    // Longer from failure to failure, but not much longer than a window.
    private TimeSpan WaitAfterFailure(ClaimedTick tick)
    {
        long longest = Math.Clamp(TimeSpan.FromMilliseconds(tick.IntervalMillis).Ticks, ShortestWait.Ticks, LongestWait.Ticks);
        return TimeSpan.FromTicks(Math.Clamp(Late(tick).Ticks / 2, ShortestWait.Ticks, longest));
    }

    private static string Problems(IReadOnlyList<MetricWindows> window)
    {
        MetricWindows[] failed = [.. window.Where(metric => metric.Problems.Count > 0)];
        string rest = failed.Length > NamedProblems ? $" {Counted.Of(failed.Length - NamedProblems, "more metric")} could not be measured." : "";
        return string.Join(" ", failed.Take(NamedProblems).Select(metric => $"{metric.Metric.Name} could not be measured: {metric.Problems[0].Message}")) + rest;
    }

    private async Task FailAsync(ClaimedTick tick, Exception cause)
    {
        try
        {
            await writes.SourceFailedAsync(tick, $"The service could not judge the window, and will try again: {cause.Message}", LongestWait, CancellationToken.None);
        }
        catch (DbException)
        {
            // The lease ends by itself.
        }
    }

    private async Task<bool> ReleaseAsync(ClaimedTick tick, TimeSpan wait)
    {
        try
        {
            return await writes.ReleaseAsync(tick, wait, CancellationToken.None);
        }
        catch (DbException)
        {
            return false; // The lease ends by itself.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(310, LogLevel.Information, "Analysis {Analysis} is {State} with {Outcome} after {Windows} windows: {Reason}")]
        public static partial void Over(ILogger logger, string analysis, string state, string outcome, int windows, string reason);

        [LoggerMessage(311, LogLevel.Warning, "Analysis {Analysis}: the lease on window {Window} was lost (fence {Fence}); nothing was written")]
        public static partial void Lost(ILogger logger, string analysis, long window, long fence);

        [LoggerMessage(312, LogLevel.Warning, "Analysis {Analysis}: the store failed at window {Window}; it is tried again")]
        public static partial void StoreFailed(ILogger logger, Exception cause, string analysis, long window);

        [LoggerMessage(313, LogLevel.Error, "Analysis {Analysis}: window {Window} could not be judged; it is tried again")]
        public static partial void Failed(ILogger logger, Exception cause, string analysis, long window);
    }
}
