using System.Text.Json;
using CanaryJudge.Analyzer.Analyses.Notices;
using CanaryJudge.Analyzer.Hooks.Inbound;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Hooks.Alertmanager;

/// <summary>
/// Takes the notifications of Alertmanager: an alert that fires forbids promotions of the targets that it is about until it is resolved. It rolls nothing back: an alert says that something is wrong, not
/// that the canary is the cause.
/// </summary>
internal sealed class AlertmanagerHook([FromKeyedServices(AlertmanagerHook.Name)] HookAccess access, InboundDesk desk, IOptions<HookOptions> options)
{
    /// <summary>Its name in the record, in the metrics and in the address.</summary>
    public const string Name = "alertmanager";

    private const string Version = "4";
    private const int MostAlerts = 5000;
    private const int LongestName = 150;

    private readonly TargetMatches _matches = new(options.Value.Alertmanager);

    /// <summary>Answers.</summary>
    public Task AnswerAsync(HttpContext context) => desk.AnswerAsync(Name, context, _ => access.IsLetInAsync(context), access.Refusal, Read);

    private InboundReading Read(byte[] bytes)
    {
        AlertmanagerBody? body;
        try
        {
            body = HookBody.Parse<AlertmanagerBody>(bytes);
        }
        catch (JsonException wrong)
        {
            return InboundReading.Not(HookBody.Words(wrong));
        }

        if (body?.Version != Version) return InboundReading.Not($"version: the message is of version '{InboundText.Line(body?.Version, 20)}', and this service reads version {Version} (webhook_config of Alertmanager).");
        if (body.Alerts is not { } alerts) return InboundReading.Not("alerts: there are none; send the list.");
        if (alerts.Count > MostAlerts) return InboundReading.Not($"alerts: there are {alerts.Count}, above the bound of {MostAlerts}; set max_alerts, or group them finer.");
        List<Notice> notices = [];
        int unmatched = 0;
        for (int k = 0; k < alerts.Count; k++)
        {
            if (Check(alerts[k]) is { } wrong) return InboundReading.Not($"alerts[{k}].{wrong}");
            Notice[] found = [.. Notices(alerts[k]!, body.Receiver)];
            notices.AddRange(found);
            if (found.Length == 0) unmatched++;
        }

        return new InboundReading { Notices = notices, Unmatched = unmatched, Left = body.TruncatedAlerts > 0 ? (long)Math.Min(body.TruncatedAlerts, long.MaxValue) : null };
    }

    private static string? Check(AlertmanagerAlert? alert)
    {
        if (alert?.Status is not ("firing" or "resolved")) return $"status: it is '{InboundText.Line(alert?.Status, 20)}'; send firing or resolved.";
        if (alert.Labels is null) return "labels: they are missing.";
        if (alert.Fingerprint is not { Length: > 0 and <= 100 }) return "fingerprint: send 1 to 100 characters.";
        if (InboundTime.Read(alert.StartsAt) is null) return $"startsAt: '{InboundText.Line(alert.StartsAt, 40)}' is no time, such as 2026-01-31T10:00:00Z.";
        if (alert.Status == "resolved" && InboundTime.Read(alert.EndsAt) is null) return $"endsAt: '{InboundText.Line(alert.EndsAt, 40)}' is no time, such as 2026-01-31T10:00:00Z.";
        return null;
    }

    private IEnumerable<Notice> Notices(AlertmanagerAlert alert, string? receiver)
    {
        Dictionary<string, string> labels = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string label, string? value) in alert.Labels!) labels.TryAdd(label, value ?? "");
        bool isFiring = alert.Status == "firing";
        long starts = InboundTime.Read(alert.StartsAt)!.Value, at = isFiring ? starts : InboundTime.Read(alert.EndsAt)!.Value;
        string fingerprint = InboundText.Line(alert.Fingerprint, 100), name = InboundText.Line(labels.GetValueOrDefault("alertname"), LongestName) is { Length: > 0 } given ? given : "without a name";
        return _matches.Of(labels).Select(target => new Notice
        {
            Kind = isFiring ? NoticeKind.Veto : NoticeKind.Lift,
            Hook = Name,
            Actor = $"{Name} {InboundText.Line(receiver, LongestName)}".TrimEnd(),
            Subject = fingerprint,
            Application = target.Application,
            Target = target.Target,
            AtMillis = at,
            Words = isFiring
                ? $"The alert {name} fires since {InboundTime.Words(starts)} (fingerprint {fingerprint})."
                : $"The alert {name}, which fired since {InboundTime.Words(starts)}, was resolved at {InboundTime.Words(at)} (fingerprint {fingerprint}).",
        });
    }
}
