namespace CanaryJudge.Analyzer.Hooks.Inbound;

/// <summary>What is about a target. Section Hooks:Alertmanager:Matches:NAME, and of Flux.</summary>
internal sealed class MatchOptions
{
    /// <summary>The target, as analyses name it. Required.</summary>
    public string Target { get; set; } = "";

    /// <summary>The application. Default: empty, any.</summary>
    public string Application { get; set; } = "";

    /// <summary>Labels that all must have these values; case counts in values, not in names. One at least.</summary>
    public Dictionary<string, string> Labels { get; set; } = new(StringComparer.OrdinalIgnoreCase);
}
