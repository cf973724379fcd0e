using System.Diagnostics;
using CanaryJudge.Analyzer.Grpc.Reading;
using CanaryJudge.Analyzer.Grpc.Writing;
using CanaryJudge.Analyzer.SignIn;
using CanaryJudge.Analyzer.Sources;
using CanaryJudge.Analyzer.Telemetry;
using CanaryJudge.Judging;
using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Sources;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.Analyzer.Grpc;

/// <summary>The contract's service: read the request, refuse everything wrong with it at once, run the straight line, write the answer.</summary>
internal sealed partial class CanaryJudgeService(
    PolicyReader policies,
    SourceCatalog sources,
    CallLimit limit,
    IOptions<LimitOptions> limits,
    VerdictMeter meter,
    TimeProvider clock,
    ILogger<CanaryJudgeService> logger) : Wire.CanaryJudge.CanaryJudgeBase
{
    /// <inheritdoc/>
    [Authorize(CallerRole.Judge)]
    public override async Task<Wire.JudgeResponse> Judge(Wire.JudgeRequest request, ServerCallContext context)
    {
        long start = clock.GetTimestamp();
        (string sourceName, IMetricSource source) = ReadJudge(request, out JudgePlan plan, out IReadOnlyList<string> notes);

        JudgedRun run = await limit.RunAsync(token => LiveRun.JudgeAsync(plan, source, token), context.CancellationToken);

        Count(run.Verdict, plan.Policy.Name, nameof(Judge), start);
        Wire.JudgeResponse response = new()
        {
            Verdict = VerdictWriter.Write(run.Verdict, run.Queries),
            Windows = WindowGridWriter.Write(plan.Windows),
            Policy = plan.Policy.Name,
            Source = sourceName,
        };
        response.Notes.AddRange(notes);
        return response;
    }

    /// <inheritdoc/>
    [Authorize(CallerRole.Judge)]
    public override Task<Wire.JudgeMeasurementsResponse> JudgeMeasurements(Wire.JudgeMeasurementsRequest request, ServerCallContext context)
    {
        long start = clock.GetTimestamp();
        Refusals refusals = new();
        UnknownFields.Check(request, refusals);
        CanaryPolicy? policy = policies.Read(request.Policy, refusals);
        IReadOnlyList<MetricWindows> windows = policy is null ? [] : MeasurementReader.Read(policy, request.Measurements, limits.Value, refusals);
        refusals.ThrowIfAny();

        Verdict verdict = Judging.Judge.Evaluate(policy!, windows);

        Count(verdict, policy!.Name, nameof(JudgeMeasurements), start);
        return Task.FromResult(new Wire.JudgeMeasurementsResponse { Verdict = VerdictWriter.Write(verdict, []), Policy = policy.Name });
    }

    /// <inheritdoc/>
    [Authorize(CallerRole.Judge)]
    public override Task<Wire.CheckPolicyResponse> CheckPolicy(Wire.CheckPolicyRequest request, ServerCallContext context)
    {
        Refusals refusals = new();
        UnknownFields.Check(request, refusals);
        PolicyResult? result = policies.Check(request.Policy, refusals);
        refusals.ThrowIfAny();

        return Task.FromResult(CheckWriter.Write(result!));
    }

    private (string Name, IMetricSource Source) ReadJudge(Wire.JudgeRequest request, out JudgePlan plan, out IReadOnlyList<string> notes)
    {
        using Activity? span = Spans.Source.StartActivity("plan");
        Refusals refusals = new();
        UnknownFields.Check(request, refusals);
        CanaryPolicy? policy = policies.Read(request.Policy, refusals);
        Scope? baseline = ScopeReader.Read(request.Baseline, "baseline", limits.Value.Matchers, refusals);
        Scope? canary = ScopeReader.Read(request.Canary, "canary", limits.Value.Matchers, refusals);
        (long FromMillis, long ToMillis)? time = TimeReader.Read(request, clock.GetUtcNow(), refusals);
        (string Name, IMetricSource Source)? source = sources.Find(request.Source);
        if (source is null) refusals.Add("source", request.Source.Length == 0 ? "No source is named, and the service has no default one." : $"There is no source '{request.Source}'.", $"The service has: {Listed(sources.Names)}.");
        refusals.ThrowIfAny();

        PlanResult planned = Planner.Plan(new JudgeRequest(policy!, baseline!, canary!, time!.Value.FromMillis, time.Value.ToMillis));
        foreach (Violation violation in planned.Violations) refusals.Add(PlanPaths.ToRequest(violation, request));
        if (planned.Plan is { } made && made.Windows.Count + made.Windows.History > limits.Value.Windows)
        {
            refusals.Add(request.TimeCase == Wire.JudgeRequest.TimeOneofCase.Since ? "since" : "range", $"{Counted.There(made.Windows.Count, "window")} and {made.Windows.History} of history, together above the bound of {limits.Value.Windows} (Limits:Windows).", "Judge a shorter time, or give the policy a longer interval.");
        }

        refusals.ThrowIfAny();
        plan = planned.Plan!;
        notes = planned.Notes;
        return source!.Value;
    }

    private void Count(Verdict verdict, string policy, string method, long start)
    {
        TimeSpan elapsed = clock.GetElapsedTime(start);
        meter.Count(verdict, policy, method, elapsed);
        Log.Judged(logger, method, policy, VerdictMeter.Outcome(verdict), verdict.WindowsElapsed, elapsed.TotalMilliseconds);
    }

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } list ? list : "none";

    private static partial class Log
    {
        [LoggerMessage(201, LogLevel.Information, "{Method} by policy {Policy}: {Outcome} after {Windows} windows, in {ElapsedMs:0.0} ms")]
        public static partial void Judged(ILogger logger, string method, string policy, string outcome, int windows, double elapsedMs);
    }
}
