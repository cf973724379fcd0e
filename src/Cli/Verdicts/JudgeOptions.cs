using System.CommandLine;
using System.CommandLine.Parsing;
using CanaryJudge.Cli.Frame;

namespace CanaryJudge.Cli.Verdicts;

/// <summary>The options of judge that are about what is judged and how it is printed.</summary>
internal sealed class JudgeOptions
{
    private readonly Option<string> _policy = new("--policy", "-p") { Description = "The policy, YAML or JSON; - reads standard input.", HelpName = "FILE", Required = true };
    private readonly Option<ScopeText> _baseline = ScopeOption.Create("--baseline", "Labels of the current version", fallback: null);
    private readonly Option<ScopeText> _canary = ScopeOption.Create("--canary", "Labels of the new version", fallback: null);
    private readonly Option<TimeSpan?> _since = TimeOptions.Length("--since", "Judge the whole windows of this long back from now.", "30m");
    private readonly Option<long?> _from = TimeOptions.Moment("--from", "Start of the first window: when the canary began to take traffic. RFC 3339 or Unix seconds.");
    private readonly Option<long?> _to = TimeOptions.Moment("--to", "End, now when not given.");
    private readonly Option<string?> _record = new("--record") { Description = "Also write the judged run to this file, for replay.", HelpName = "FILE" };
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Only the verdict's line, and no progress." };
    private readonly SourceOptions _source = new();
    private readonly FormatOptions _format = new(OutputFormat.Text, OutputFormat.Json, OutputFormat.Ndjson);

    /// <summary>Adds every option, and the rules between them, to the command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_policy, _baseline, _canary, _since, _from, _to]) command.Options.Add(option);
        _source.AddTo(command);
        command.Options.Add(_record);
        _format.AddTo(command);
        command.Options.Add(_quiet);
        command.Validators.Add(CheckTimes);
        command.Validators.Add(result => ScopeOption.CheckApart(result, _baseline, _canary));
    }

    /// <summary>What was asked for.</summary>
    public JudgeInputs Read(ParseResult parsed) => new()
    {
        PolicyPath = parsed.GetRequiredValue(_policy),
        Baseline = parsed.GetRequiredValue(_baseline),
        Canary = parsed.GetRequiredValue(_canary),
        Range = new(parsed.GetValue(_since), parsed.GetValue(_from), parsed.GetValue(_to)),
        Source = _source.Read(parsed),
        RecordPath = parsed.GetValue(_record),
        Format = _format.Read(parsed),
        Quiet = parsed.GetValue(_quiet),
        NoColor = _format.ReadNoColor(parsed),
    };

    private void CheckTimes(CommandResult result)
    {
        bool since = result.GetResult(_since) is not null;
        bool from = result.GetResult(_from) is not null;
        bool to = result.GetResult(_to) is not null;
        if (since && (from || to)) result.AddError("--since counts back from now: leave out --from and --to, or leave out --since.");
        else if (to && !from) result.AddError("--to needs --from.");
        else if (result.TryGet(_from, out long? start) && result.TryGet(_to, out long? end) && start >= end) result.AddError("--to must be after --from.");
    }
}
