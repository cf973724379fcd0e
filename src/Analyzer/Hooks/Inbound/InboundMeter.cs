using System.Diagnostics;
using System.Diagnostics.Metrics;
using CanaryJudge.Analyzer.Analyses.Notices;
using CanaryJudge.Analyzer.Analyses.Store;
using CanaryJudge.Analyzer.Telemetry;

namespace CanaryJudge.Analyzer.Hooks.Inbound;

/// <summary>What the service counts about what others tell it.</summary>
internal sealed class InboundMeter : IStartsAtZero
{
    /// <summary>It names no target.</summary>
    public const string Unmatched = "unmatched";

    /// <summary>The message was not let in.</summary>
    public const string Refused = "refused";

    /// <summary>The message cannot be read.</summary>
    public const string Wrong = "wrong";

    /// <summary>The store did not take the message.</summary>
    public const string Failed = "failed";

    private static readonly string[] Hooks = ["alertmanager", "flux"];

    private readonly Counter<long> _notices;

    /// <summary>Creates the instrument.</summary>
    public InboundMeter(IMeterFactory meters) => _notices = meters.Create(VerdictMeter.Name).CreateCounter<long>(
        "canaryjudge.notices", "{notice}", "What Alertmanager and Flux told, by hook and outcome: vetoed, lifted, noted, repeated, stale, full, unmatched; and messages that were refused, wrong or failed.");

    /// <inheritdoc/>
    public void TellZeros()
    {
        foreach (string hook in Hooks)
        {
            foreach (string outcome in Enum.GetValues<NoticeOutcome>().Select(Words.Of).Concat([Unmatched, Refused, Wrong, Failed])) Count(hook, outcome, 0);
        }
    }

    /// <summary>Counts.</summary>
    public void Count(string hook, string outcome, int number = 1) => _notices.Add(number, new TagList { { "hook", hook }, { "outcome", outcome } });
}
