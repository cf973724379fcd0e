using System.CommandLine;
using System.CommandLine.Parsing;
using CanaryJudge.Cli.Frame;

namespace CanaryJudge.Cli.Verdicts;

/// <summary>The options that say which time is meant: a length back from now, or a start and an end.</summary>
/// <param name="since">What --since means to the command.</param>
/// <param name="from">What --from means to it.</param>
internal sealed class RangeOptions(string since, string from)
{
    private readonly Option<TimeSpan?> _since = TimeOptions.Length("--since", since, "30m");
    private readonly Option<long?> _from = TimeOptions.Moment("--from", from);
    private readonly Option<long?> _to = TimeOptions.Moment("--to", "End, now when not given.");

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> All => [_since, _from, _to];

    /// <summary>Adds the options, and the rules between them, to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in All) command.Options.Add(option);
        command.Validators.Add(Check);
    }

    /// <summary>What was asked for.</summary>
    public TimeRange Read(ParseResult parsed) => new(parsed.GetValue(_since), parsed.GetValue(_from), parsed.GetValue(_to));

    private void Check(CommandResult result)
    {
        bool isSince = result.GetResult(_since) is not null;
        bool isFrom = result.GetResult(_from) is not null;
        bool isTo = result.GetResult(_to) is not null;
        if (isSince && (isFrom || isTo)) result.AddError("--since counts back from now: leave out --from and --to, or leave out --since.");
        else if (isTo && !isFrom) result.AddError("--to needs --from.");
        else if (result.TryGet(_from, out long? start) && result.TryGet(_to, out long? end) && start >= end) result.AddError("--to must be after --from.");
    }
}
