namespace CanaryJudge.Analyzer.Telemetry;

/// <summary>What the service logs and how, always on standard output. Section Log.</summary>
internal sealed class LogOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Log";

    /// <summary>Json: one compact JSON object a line. Text: lines for people. Auto: Text when standard output is a terminal or the environment is Development, else Json. Default: Auto.</summary>
    public string Format { get; set; } = "Auto";

    /// <summary>Least level of the service's own messages: Debug, Information, Warning or Error. Default: Information.</summary>
    public string Level { get; set; } = "Information";
}
