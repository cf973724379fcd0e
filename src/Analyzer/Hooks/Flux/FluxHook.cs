using System.Text.Json;
using CanaryJudge.Analyzer.Analyses.Notices;
using CanaryJudge.Analyzer.Hooks.Inbound;
using CanaryJudge.Analyzer.Rollouts.Webhooks;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Hooks.Flux;

/// <summary>
/// Takes the events of Flux: a reconciliation that failed forbids promotions of its target until one succeeds; everything else is information on the timeline. A new revision supersedes nothing: whether
/// the canary of the target has changed is seen by observing it, and an action is never sent to another revision than was judged.
/// </summary>
internal sealed class FluxHook([FromKeyedServices(FluxHook.Name)] HookAccess access, FluxKeys keys, InboundDesk desk, IOptions<HookOptions> options, TimeProvider clock)
{
    /// <summary>Its name in the record, in the metrics and in the address.</summary>
    public const string Name = "flux";

    private const string Refusal = "The event is not signed with the secret of Hooks:Flux:SecretFile: use a Provider of the type generic-hmac, with the same secret as its token.";
    private const int LongestName = 253;
    private const int LongestMessage = 500;

    // A Kustomization that is healthy again says so with the reason Progressing; its ReconciliationSucceeded goes to Git providers only.
    private const string Healthy = "Health check passed";

    // Not RollbackSucceeded: what was vetoed is gone then, and not well.
    private static readonly string[] Successes = ["InstallSucceeded", "UpgradeSucceeded", "TestSucceeded", "ReconciliationSucceeded"];

    private readonly TargetMatches _matches = new(options.Value.Flux);

    /// <summary>Answers.</summary>
    public Task AnswerAsync(HttpContext context) => keys.IsOn
        ? desk.AnswerAsync(Name, context, body => Task.FromResult(FluxSignature.Verify(context.Request.Headers[FluxSignature.Header], body, keys.Current)), Refusal, Read)
        : desk.AnswerAsync(Name, context, _ => access.IsLetInAsync(context), access.Refusal, Read);

    private InboundReading Read(byte[] bytes)
    {
        FluxBody? body;
        try
        {
            body = HookBody.Parse<FluxBody>(bytes);
        }
        catch (JsonException wrong)
        {
            return InboundReading.Not(HookBody.Words(wrong));
        }

        if (Check(body) is { } fault) return InboundReading.Not(fault);
        Dictionary<string, string> labels = Labels(body!);
        IReadOnlyList<(string Application, string Target)> targets = _matches.Of(labels);
        return new InboundReading { Notices = [.. targets.SelectMany(target => Notices(body!, labels, target.Application, target.Target))], Unmatched = targets.Count == 0 ? 1 : 0 };
    }

    // A signature holds for ever: what is older than the window may have been kept and sent again.
    private string? Check(FluxBody? body)
    {
        foreach ((string field, string? text) in (IEnumerable<(string, string?)>)[("kind", body?.InvolvedObject?.Kind), ("namespace", body?.InvolvedObject?.Namespace), ("name", body?.InvolvedObject?.Name)])
        {
            if (text is not { Length: > 0 and <= LongestName } || InboundText.Line(text, LongestName) != text) return $"involvedObject.{field}: send 1 to {LongestName} characters, in one line.";
        }

        if (body!.Severity is not ("info" or "error" or "trace")) return $"severity: it is '{InboundText.Line(body.Severity, 20)}'; send trace, info or error.";
        if (InboundTime.Read(body.Timestamp) is not { } at) return $"timestamp: '{InboundText.Line(body.Timestamp, 40)}' is no time, such as 2026-01-31T10:00:00Z.";
        return Math.Abs(clock.GetUtcNow().ToUnixTimeMilliseconds() - at) > (long)WebhookSignature.ReplayWindow.TotalMilliseconds
            ? $"timestamp: {InboundTime.Words(at)} is more than {WebhookSignature.ReplayWindow.TotalMinutes:0} minutes from the service's time; compare the clocks, or it is an old event."
            : null;
    }

    // What the Alert or an annotation adds may carry a prefix.
    private static Dictionary<string, string> Labels(FluxBody body)
    {
        Dictionary<string, string> labels = new(StringComparer.OrdinalIgnoreCase) { ["kind"] = body.InvolvedObject!.Kind!, ["namespace"] = body.InvolvedObject.Namespace!, ["name"] = body.InvolvedObject.Name! };
        foreach ((string key, string? value) in body.Metadata ?? new Dictionary<string, string?>()) labels.TryAdd(key[(key.LastIndexOf('/') + 1)..], value ?? "");
        return labels;
    }

    private static IEnumerable<Notice> Notices(FluxBody body, Dictionary<string, string> labels, string application, string target)
    {
        string about = $"{body.InvolvedObject!.Kind} {body.InvolvedObject.Namespace}/{body.InvolvedObject.Name}", reason = InboundText.Line(body.Reason, 100), message = InboundText.Line(body.Message, LongestMessage);
        long at = InboundTime.Read(body.Timestamp)!.Value;
        string revision = labels.TryGetValue("revision", out string? named) ? $", revision {InboundText.Line(named, 200)}" : "";
        Notice notice = new()
        {
            Kind = NoticeKind.News,
            Hook = Name,
            Actor = Name,
            Subject = about,
            Application = application,
            Target = target,
            AtMillis = at,
            Words = $"{about}: {reason} at {InboundTime.Words(at)}{revision}: {message}",
            MayComeLate = true,
        };
        if (body.Severity == "error") return [notice with { Kind = NoticeKind.Veto }];
        bool isWell = Successes.Contains(reason, StringComparer.Ordinal) || message.StartsWith(Healthy, StringComparison.Ordinal);
        return isWell ? [notice, notice with { Kind = NoticeKind.Lift }] : [notice];
    }
}
