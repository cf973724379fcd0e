using System.CommandLine;
using CanaryJudge.Cli.Frame;

namespace CanaryJudge.Cli.Verdicts;

/// <summary>The options of judge that are about what is judged and how it is printed.</summary>
internal sealed class JudgeOptions(Session session)
{
    private readonly Option<string> _policy = new("--policy", "-p") { Description = "The policy, YAML or JSON; - reads standard input.", HelpName = "FILE", Required = true };
    private readonly Option<ScopeText> _baseline = ScopeOption.Create("--baseline", "Labels of the current version", fallback: null);
    private readonly Option<ScopeText> _canary = ScopeOption.Create("--canary", "Labels of the new version", fallback: null);
    private readonly RangeOptions _times = new("Judge the whole windows of this long back from now.", "Start of the first window: when the canary began to take traffic. RFC 3339 or Unix seconds.");
    private readonly Option<string?> _record = new("--record") { Description = "Also write the judged run to this file, for replay.", HelpName = "FILE" };
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Only the verdict's line, and no progress." };
    private readonly SourceOptions _source = new(session);
    private readonly FormatOptions _format = new(OutputFormat.Text, OutputFormat.Json, OutputFormat.Ndjson);

    /// <summary>Adds every option, and the rules between them, to the command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_policy, _baseline, _canary]) command.Options.Add(option);
        _times.AddTo(command);
        _source.AddTo(command);
        command.Options.Add(_record);
        _format.AddTo(command);
        command.Options.Add(_quiet);
        command.Validators.Add(result => ScopeOption.CheckApart(result, _baseline, _canary));
    }

    /// <summary>What was asked for.</summary>
    public JudgeInputs Read(ParseResult parsed) => new()
    {
        PolicyPath = parsed.GetRequiredValue(_policy),
        Baseline = parsed.GetRequiredValue(_baseline),
        Canary = parsed.GetRequiredValue(_canary),
        Range = _times.Read(parsed),
        Source = _source.Read(parsed),
        RecordPath = parsed.GetValue(_record),
        Format = _format.Read(parsed),
        Quiet = parsed.GetValue(_quiet),
        NoColor = _format.ReadNoColor(parsed),
    };
}
