namespace CanaryJudge.Analyzer.Rollouts.Webhooks;

/// <summary>A rollout behind a receiver of signed webhooks. Section Rollouts:Targets:NAME:Settings, kind webhook.</summary>
internal sealed class WebhookSettings
{
    /// <summary>Where steps are posted. http or https, without credentials and query. Required.</summary>
    public Uri? Url { get; set; }

    /// <summary>Where the rollout is looked at, by GET. The same rules. Required.</summary>
    public Uri? ObserveUrl { get; set; }

    /// <summary>File with the secret that signs: one a line, at least 16 characters; with two, both sign, so that receivers can change over. Read again when it changes. Required.</summary>
    public string SecretFile { get; set; } = "";

    /// <summary>PEM file with the authorities that the receiver's certificate must come from. Default: empty, the machine's.</summary>
    public string CaFile { get; set; } = "";

    /// <summary>Whether the receiver knows the step scale-down, sent once it is seen that the canary has no traffic. Default: false.</summary>
    public bool ScaleDown { get; set; }
}
