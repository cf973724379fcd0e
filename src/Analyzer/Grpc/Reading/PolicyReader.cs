using CanaryJudge.Analyzer.Policies;
using CanaryJudge.Judging.Policies;
using Microsoft.Extensions.Options;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.Analyzer.Grpc.Reading;

/// <summary>From a policy on the wire (a document, fields, or a name) to a policy. Fields become a document first, so that one set of rules checks both.</summary>
internal sealed class PolicyReader(PolicyShelf shelf, ParsedPolicies parsed, IOptions<LimitOptions> limits)
{
    /// <summary>Reads a policy for judging.</summary>
    /// <returns>Null when anything is wrong with it.</returns>
    public CanaryPolicy? Read(Wire.PolicyChoice? choice, Refusals refusals)
    {
        PolicyResult? result = Check(choice, refusals);
        if (result is null) return null;
        foreach (Violation violation in result.Violations) refusals.Add(choice!.ChoiceCase == Wire.PolicyChoice.ChoiceOneofCase.Text ? PolicyPaths.ToRequest(violation, choice) : violation);
        return result.Policy;
    }

    /// <summary>Reads a policy for checking it.</summary>
    /// <returns>The policy or its violations: with paths of the document for a document, of the request for fields. Null when the choice itself is wrong.</returns>
    public PolicyResult? Check(Wire.PolicyChoice? choice, Refusals refusals)
    {
        PolicyResult? result = choice?.ChoiceCase switch
        {
            Wire.PolicyChoice.ChoiceOneofCase.Text => parsed.Parse(choice.Text),
            Wire.PolicyChoice.ChoiceOneofCase.Inline => ReadInline(choice),
            Wire.PolicyChoice.ChoiceOneofCase.Name => Find(choice.Name, refusals),
            _ => Missing(refusals),
        };
        if (result?.Policy is { } policy && policy.Metrics.Count > limits.Value.Metrics)
        {
            refusals.Add("policy", $"The policy has {policy.Metrics.Count} metrics, above the bound of {limits.Value.Metrics} (Limits:Metrics).", "Split the policy.");
            return null;
        }

        return result;
    }

    private PolicyResult ReadInline(Wire.PolicyChoice choice)
    {
        Refusals wrong = new();
        string document = InlineDocument.Write(choice.Inline, wrong);
        PolicyResult read = parsed.Parse(document);
        Violation[] violations = [.. wrong.All, .. read.Violations.Select(v => PolicyPaths.ToRequest(v, choice))];
        return violations.Length == 0 ? read : new PolicyResult { Violations = violations };
    }

    private PolicyResult? Find(string name, Refusals refusals)
    {
        HeldPolicies held = shelf.Current;
        if (held.Find(name) is { } policy) return new PolicyResult { Policy = policy };
        string names = string.Join(", ", held.Names);
        refusals.Add("policy.name", $"The service holds no policy '{name}'.", names.Length > 0 ? $"It holds: {names}." : "It holds none: send the policy as text or inline.");
        return null;
    }

    private static PolicyResult? Missing(Refusals refusals)
    {
        refusals.Add("policy", "No policy is given.", "Give text, inline or name.");
        return null;
    }
}
