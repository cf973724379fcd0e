using CanaryJudge.Analyzer.Hooks.Inbound;

namespace CanaryJudge.Analyzer.Hooks;

/// <summary>How others ask for verdicts (Argo Rollouts by its web metric, Flagger by its webhooks) and tell what forbids promotions (Alertmanager, Flux). Section Hooks.</summary>
internal sealed class HookOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Hooks";

    /// <summary>
    /// File with the secret that a controller sends, as bearer token or as the password of basic authentication: at least 16 characters. Read again when it changes. Empty: controllers
    /// sign in as every caller does. Default: empty.
    /// </summary>
    public string SecretFile { get; set; } = "";

    /// <summary>
    /// How long a decision is good for the rollout it was made for. Controllers name a version, not a rollout: when the same version is rolled out again later, it is judged again.
    /// 1 minute to 7 days. Default: 1 hour.
    /// </summary>
    public TimeSpan DecisionAge { get; set; } = TimeSpan.FromHours(1);
    /// <summary>Alertmanager, whose alerts forbid promotions while they fire.</summary>
    public InboundOptions Alertmanager { get; set; } = new();

    /// <summary>Flux, whose failed reconciliations forbid promotions.</summary>
    public InboundOptions Flux { get; set; } = new();
}
