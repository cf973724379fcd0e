using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Analyzer.Rollouts;
using CanaryJudge.Analyzer.Rollouts.Store;
using CanaryJudge.Judging.Policies;
using Google.Protobuf;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.Analyzer.Grpc.Reading;

/// <summary>From the requests of RolloutService to those of the house. Everything that is wrong is refused at once.</summary>
internal static class RolloutReader
{
    private const int DefaultPage = 100;
    private const int LargestPage = 1000;

    /// <summary>Which target is asked for; null for all.</summary>
    public static string? Targets(Wire.ListTargetsRequest request)
    {
        Refusals refusals = new();
        UnknownFields.Check(request, refusals);
        if (request.Target.Length > 0) Text("target", request.Target, TextRule.Target, refusals);
        refusals.ThrowIfAny();
        return request.Target.Length > 0 ? request.Target : null;
    }

    /// <summary>What a person wants.</summary>
    public static ActWish Wish(Wire.StartActionRequest request, Caller caller)
    {
        Refusals refusals = new();
        UnknownFields.Check(request, refusals);
        Text("target", request.Target, TextRule.Target, refusals);
        RolloutVerb? verb = request.Verb switch
        {
            Wire.RolloutVerb.Promote => RolloutVerb.Promote,
            Wire.RolloutVerb.Hold => RolloutVerb.Hold,
            Wire.RolloutVerb.Rollback => RolloutVerb.Rollback,
            _ => null,
        };
        if (verb is null) refusals.Add("verb", Enums.Shown(request.Verb), Enums.Remedy(Wire.RolloutReflection.Descriptor, request.Verb));
        Text("reason", request.Reason, TextRule.Reason, refusals);
        if (request.Revision.Length > 0) Text("revision", request.Revision, TextRule.Target, refusals);
        if (request.Again && verb is not RolloutVerb.Promote) refusals.Add("again", "Only a promotion can be done again.", "Leave it out.");
        string by = caller.Named(request.By, refusals);
        refusals.ThrowIfAny();
        return new ActWish(request.Target, verb!.Value, by, request.Reason) { Revision = request.Revision.Length > 0 ? request.Revision : null, IsAgain = request.Again };
    }

    /// <summary>Which action is asked for.</summary>
    public static string Id(IMessage request, string id)
    {
        Refusals refusals = new();
        UnknownFields.Check(request, refusals);
        CheckId("id", id, refusals);
        refusals.ThrowIfAny();
        return id;
    }

    /// <summary>Which actions are listed.</summary>
    public static ActionFilter Filter(Wire.ListActionsRequest request)
    {
        Refusals refusals = new();
        UnknownFields.Check(request, refusals);
        if (request.Target.Length > 0) Text("target", request.Target, TextRule.Target, refusals);
        if (request.AnalysisId.Length > 0) CheckId("analysis_id", request.AnalysisId, refusals);
        if (request.PageSize is < 0 or > LargestPage) refusals.Add("page_size", $"The page's size is {request.PageSize}.", $"Give 1 to {LargestPage}, or nothing for {DefaultPage}.");
        if (request.PageToken.Length > 0 && !IsId(request.PageToken)) refusals.Add("page_token", "The page token was not given by this service.", "Give the next_page_token of the page before, or nothing for the first page.");
        refusals.ThrowIfAny();
        return new ActionFilter
        {
            Target = request.Target.Length > 0 ? request.Target : null,
            AnalysisId = request.AnalysisId.Length > 0 ? request.AnalysisId : null,
            IsLive = request.Live,
            PageSize = request.PageSize == 0 ? DefaultPage : request.PageSize,
            PageToken = request.PageToken.Length > 0 ? request.PageToken : null,
        };
    }

    /// <summary>Which action is stopped, by whom and why.</summary>
    public static (string Id, string By, string Reason) Stop(Wire.StopActionRequest request, Caller caller)
    {
        Refusals refusals = new();
        UnknownFields.Check(request, refusals);
        CheckId("id", request.Id, refusals);
        Text("reason", request.Reason, TextRule.Reason, refusals);
        string by = caller.Named(request.By, refusals);
        refusals.ThrowIfAny();
        return (request.Id, by, request.Reason);
    }

    /// <summary>How a switch is set, by whom and why.</summary>
    public static (SwitchState State, string By, string Reason) Switch(Wire.SetSwitchRequest request, Caller caller)
    {
        Refusals refusals = new();
        UnknownFields.Check(request, refusals);
        if (request.Target.Length > 0) Text("target", request.Target, TextRule.Target, refusals);
        SwitchState? state = request.State switch
        {
            Wire.RolloutSwitchState.On => SwitchState.On,
            Wire.RolloutSwitchState.People => SwitchState.People,
            Wire.RolloutSwitchState.Off => SwitchState.Off,
            _ => null,
        };
        if (state is null) refusals.Add("state", Enums.Shown(request.State), Enums.Remedy(Wire.RolloutReflection.Descriptor, request.State));
        Text("reason", request.Reason, TextRule.Reason, refusals);
        string by = caller.Named(request.By, refusals);
        refusals.ThrowIfAny();
        return (state!.Value, by, request.Reason);
    }

    private static void CheckId(string path, string id, Refusals refusals)
    {
        if (!IsId(id)) refusals.Add(path, id.Length == 0 ? "The identity is missing." : "The identity is not one of this service.", "Give it as the service answered it, such as 0198c0de-0000-7000-8000-000000000000.");
    }

    // Exactly as identities are written: a UUID in lower case with hyphens.
    private static bool IsId(string text) => Guid.TryParseExact(text, "D", out Guid id) && id.ToString("D") == text;

    private static void Text(string path, string text, int longest, Refusals refusals)
    {
        foreach (Violation violation in TextRule.Check(path, text, longest)) refusals.Add(violation);
    }
}
