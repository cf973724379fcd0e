using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Analyzer.Sources;
using CanaryJudge.Judging;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;
using Microsoft.Extensions.Options;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.Analyzer.Grpc.Reading;

/// <summary>From the requests of AnalysisService to those of the house. Everything that is wrong is refused at once.</summary>
internal sealed class AnalysisReader(PolicyReader policies, SourceCatalog sources, IOptions<LimitOptions> limits)
{
    private const int DefaultPage = 100;
    private const int LargestPage = 1000;

    /// <summary>A request to start one.</summary>
    public AnalysisStart Start(Wire.StartAnalysisRequest request, Caller caller)
    {
        Refusals refusals = new();
        UnknownFields.Check(request, refusals);
        Text("application", request.Application, TextRule.Name, refusals);
        Text("target", request.Target, TextRule.Target, refusals);
        CanaryPolicy? policy = policies.Read(request.Policy, refusals);
        Scope? baseline = ScopeReader.Read(request.Baseline, "baseline", limits.Value.Matchers, refusals);
        Scope? canary = ScopeReader.Read(request.Canary, "canary", limits.Value.Matchers, refusals);
        CheckSource(request.Source, refusals);
        if (request.IdempotencyKey.Length > 0) Text("idempotency_key", request.IdempotencyKey, TextRule.Name, refusals);
        if (request.Revision.Length > 0) Text("revision", request.Revision, TextRule.Target, refusals);
        long? start = request.StartTime is { } time ? TimeReader.Millis(time, "start_time", refusals) : null;
        string by = caller.Named(request.By, refusals);
        if (policy is not null && policy.Horizon + policy.History > limits.Value.Windows)
        {
            refusals.Add("policy", $"The policy has {Counted.Of(policy.Horizon, "window")} and {policy.History} of history, together above the bound of {limits.Value.Windows} (Limits:Windows).", "Give it a shorter horizon or history, or a longer interval.");
        }

        refusals.ThrowIfAny();
        return new AnalysisStart
        {
            Application = request.Application,
            Target = request.Target,
            Definition = new AnalysisDefinition(policy!, baseline!, canary!, request.Source),
            By = by,
            IdempotencyKey = request.IdempotencyKey.Length > 0 ? request.IdempotencyKey : null,
            StartMillis = start,
            Revision = request.Revision.Length > 0 ? request.Revision : null,
        };
    }

    /// <summary>Which analyses are listed.</summary>
    public static AnalysisFilter Filter(Wire.ListAnalysesRequest request)
    {
        Refusals refusals = new();
        UnknownFields.Check(request, refusals);
        if (request.Application.Length > 0) Text("application", request.Application, TextRule.Name, refusals);
        AnalysisState?[] states = [.. request.States.Select((state, index) => State(state, $"states[{index}]", refusals))];
        long? from = request.From is null ? null : TimeReader.Millis(request.From, "from", refusals);
        long? to = request.To is null ? null : TimeReader.Millis(request.To, "to", refusals);
        if (from >= to) refusals.Add("to", "The end is not after the start.", "Give a later end, or none.");
        if (request.PageSize is < 0 or > LargestPage) refusals.Add("page_size", $"The page's size is {request.PageSize}.", $"Give 1 to {LargestPage}, or nothing for {DefaultPage}.");
        if (request.PageToken.Length > 0 && !IsId(request.PageToken)) refusals.Add("page_token", "The page token was not given by this service.", "Give the next_page_token of the page before, or nothing for the first page.");
        refusals.ThrowIfAny();
        return new AnalysisFilter
        {
            Application = request.Application.Length > 0 ? request.Application : null,
            States = [.. states.Select(s => s!.Value).Distinct()],
            CreatedFromMillis = from,
            CreatedBeforeMillis = to,
            PageSize = request.PageSize == 0 ? DefaultPage : request.PageSize,
            PageToken = request.PageToken.Length > 0 ? request.PageToken : null,
        };
    }

    /// <summary>Which analysis is asked for.</summary>
    public static string Id(Wire.GetAnalysisRequest request)
    {
        Refusals refusals = new();
        UnknownFields.Check(request, refusals);
        CheckId(request.Id, refusals);
        refusals.ThrowIfAny();
        return request.Id;
    }

    /// <summary>Which analysis is watched, and from where on.</summary>
    public static (string Id, int After) Watch(Wire.WatchAnalysisRequest request)
    {
        Refusals refusals = new();
        UnknownFields.Check(request, refusals);
        CheckId(request.Id, refusals);
        if (request.After < 0) refusals.Add("after", $"The sequence number is {request.After}.", "Give the last one you have seen, or 0 for every event.");
        refusals.ThrowIfAny();
        return (request.Id, request.After);
    }

    /// <summary>Which analysis is called off, by whom and why.</summary>
    public static (string Id, string By, string Reason) Cancel(Wire.CancelAnalysisRequest request, Caller caller)
    {
        Refusals refusals = new();
        UnknownFields.Check(request, refusals);
        CheckId(request.Id, refusals);
        Text("reason", request.Reason, TextRule.Reason, refusals);
        string by = caller.Named(request.By, refusals);
        refusals.ThrowIfAny();
        return (request.Id, by, request.Reason);
    }

    /// <summary>Which analysis is decided, how, by whom and why.</summary>
    public static (string Id, VerdictOutcome Decision, string By, string Reason) Override(Wire.OverrideAnalysisRequest request, Caller caller)
    {
        Refusals refusals = new();
        UnknownFields.Check(request, refusals);
        CheckId(request.Id, refusals);
        VerdictOutcome? decision = request.Decision switch
        {
            Wire.VerdictOutcome.Promote => VerdictOutcome.Promote,
            Wire.VerdictOutcome.Rollback => VerdictOutcome.Rollback,
            _ => null,
        };
        if (decision is null) refusals.Add("decision", request.Decision == Wire.VerdictOutcome.Pause ? "A pause decides nothing." : Enums.Shown(request.Decision), "Use VERDICT_OUTCOME_PROMOTE or VERDICT_OUTCOME_ROLLBACK, or cancel the analysis.");
        Text("reason", request.Reason, TextRule.Reason, refusals);
        string by = caller.Named(request.By, refusals);
        refusals.ThrowIfAny();
        return (request.Id, decision!.Value, by, request.Reason);
    }

    private static AnalysisState? State(Wire.AnalysisState state, string path, Refusals refusals)
    {
        foreach (AnalysisState known in Enum.GetValues<AnalysisState>())
        {
            if (Writing.AnalysisWriter.State(known) == state) return known;
        }

        refusals.Add(path, Enums.Shown(state), Enums.Remedy(Wire.AnalysisReflection.Descriptor, state));
        return null;
    }

    private static void CheckId(string id, Refusals refusals)
    {
        if (!IsId(id)) refusals.Add("id", id.Length == 0 ? "The identity is missing." : "The identity is not one of an analysis.", "Give the id that StartAnalysis or ListAnalyses answered, such as 0198c0de-0000-7000-8000-000000000000.");
    }

    // Exactly as identities are written: a UUID in lower case with hyphens.
    private static bool IsId(string text) => Guid.TryParseExact(text, "D", out Guid id) && id.ToString("D") == text;

    private static void Text(string path, string text, int longest, Refusals refusals)
    {
        foreach (Violation violation in TextRule.Check(path, text, longest)) refusals.Add(violation);
    }

    private void CheckSource(string name, Refusals refusals)
    {
        if (sources.Find(name) is not null) return;
        string known = string.Join(", ", sources.Names) is { Length: > 0 } list ? list : "none";
        refusals.Add("source", name.Length == 0 ? "No source is named, and the service has no default one." : $"There is no source '{name}'.", $"The service has: {known}.");
    }
}
