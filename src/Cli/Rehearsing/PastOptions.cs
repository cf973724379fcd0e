using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using CanaryJudge.Cli.Frame;
using CanaryJudge.Cli.Verdicts;
using CanaryJudge.Judging.Rehearsing;

namespace CanaryJudge.Cli.Rehearsing;

/// <summary>The options of the commands that rehearse: which past, and how.</summary>
internal sealed class PastOptions(Session session, bool mayBeTyped)
{
    private const int MostParallel = 1024;

    private readonly Argument<string[]> _files = new("FILE") { Description = "Recordings whose baselines are the past, instead of --prometheus.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string?> _policy = new("--policy", "-p") { Description = "The policy; - reads standard input. Of recordings their own when not given.", HelpName = "FILE" };
    private readonly Option<ScopeText> _baseline = Optional("--baseline", "Labels of the version that ran");
    private readonly Option<ScopeText> _canary = Optional("--canary", "Other instances of the same version");
    private readonly Option<string?> _splitBy = new("--split-by") { Description = "Deal the baseline's series to two sides by this label's values.", HelpName = "LABEL" };
    private readonly Option<double> _share = new("--canary-share") { Description = "The canary's share of the traffic, up to 50%; 5% when not given.", HelpName = "5%", CustomParser = ParseShare, DefaultValueFactory = _ => new RehearsalSettings().Share };
    private readonly Option<IReadOnlyDictionary<string, double>> _level = TypedNumbers.Option("--level", "Without a past: what a metric usually is. A share, the highest judged quantile, events a unit of exposure, or the value.");
    private readonly Option<IReadOnlyDictionary<string, double>> _requests = TypedNumbers.Option("--requests", "Without a past: requests (exposure) a window of the whole service; with a NAME= for that metric alone.", isNameOptional: true);
    private readonly Option<IReadOnlyDictionary<string, double>> _noise = TypedNumbers.Option("--noise", "Without a past: a series' standard deviation from window to window; of counts the variance, 1 for chance alone.");
    private readonly RangeOptions _times = new("The past is the whole windows of this long back from now; 1d when not given.", "Start of the past. RFC 3339 or Unix seconds.");
    private readonly Option<int> _rollouts = new("--rollouts") { Description = "Rehearsals of each kind, 10 to 10000.", HelpName = "N", DefaultValueFactory = _ => new RehearsalSettings().Rollouts };
    private readonly Option<ulong> _seed = new("--seed") { Description = "The same seed gives the same result.", HelpName = "N", DefaultValueFactory = _ => new RehearsalSettings().Seed };
    private readonly Option<int> _parallel = new("--parallel") { Description = "Rehearsals at the same time; the result does not depend on it.", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
    private readonly SourceOptions _source = new(session, isRequired: false);
    private readonly FormatOptions _format = new(OutputFormat.Text, OutputFormat.Json);

    /// <summary>Adds every option, and the rules between them, to the command.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(_files);
        foreach (Option option in (Option[])[_policy, _baseline, _canary, _splitBy, _share]) command.Options.Add(option);
        if (mayBeTyped)
        {
            foreach (Option option in Typed) command.Options.Add(option);
        }

        _times.AddTo(command);
        foreach (Option option in (Option[])[_rollouts, _seed, _parallel]) command.Options.Add(option);
        _source.AddTo(command);
        _format.AddTo(command);
        command.Validators.Add(Check);
        command.Validators.Add(result => ScopeOption.CheckApart(result, _baseline, _canary));
    }

    /// <summary>What was asked for.</summary>
    public PastInputs Read(ParseResult parsed) => new()
    {
        PolicyPath = parsed.GetValue(_policy),
        Files = parsed.GetValue(_files) ?? [],
        Typed = mayBeTyped && Typed.Any(option => parsed.GetResult(option) is not null) ? new TypedNumbers(Numbers(parsed, _level), Numbers(parsed, _requests), Numbers(parsed, _noise)) : null,
        Source = _source.IsGiven(parsed) ? _source.Read(parsed) : null,
        Baseline = parsed.GetValue(_baseline),
        Canary = parsed.GetValue(_canary),
        SplitBy = parsed.GetValue(_splitBy),
        Range = _times.Read(parsed),
        Settings = new RehearsalSettings { Rollouts = parsed.GetRequiredValue(_rollouts), Seed = parsed.GetRequiredValue(_seed), Share = parsed.GetRequiredValue(_share) },
        Parallel = parsed.GetRequiredValue(_parallel),
        Format = _format.Read(parsed),
        NoColor = _format.ReadNoColor(parsed),
    };

    private Option<IReadOnlyDictionary<string, double>>[] Typed => [_level, _requests, _noise];

    private static IReadOnlyDictionary<string, double> Numbers(ParseResult parsed, Option<IReadOnlyDictionary<string, double>> option) => parsed.GetValue(option) ?? new Dictionary<string, double>();

    private static Option<ScopeText> Optional(string name, string description)
    {
        Option<ScopeText> option = ScopeOption.Create(name, description, fallback: null);
        option.Required = false;
        return option;
    }

    private static double ParseShare(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        bool isPercent = text.EndsWith('%');
        if (double.TryParse(isPercent ? text[..^1] : text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && (isPercent ? number / 100 : number) is > 0 and <= 0.5 and var share) return share;
        result.AddError($"--canary-share: '{text}' is no share. Write 5% or 0.05, above 0 and at most 50%.");
        return 0;
    }

    private void Check(CommandResult result)
    {
        bool recorded = result.GetValue(_files) is { Length: > 0 };
        bool asked = _source.IsGiven(result), typed = mayBeTyped && Typed.Any(option => result.GetResult(option) is not null);
        if (recorded && asked) result.AddError("The past is either recorded (FILE) or in a --prometheus: leave one out.");
        if (typed && (recorded || asked)) result.AddError("--level, --requests and --noise stand in for a past: leave them out, or the past.");
        if (!recorded && !asked && !typed) result.AddError($"Name the past: a --prometheus with a --baseline, or recordings{(mayBeTyped ? "; or type --requests and a --level for each metric" : "")}.");
        if ((asked || typed) && result.GetResult(_policy) is null) result.AddError("Option '--policy' is required.");
        if (asked && result.GetResult(_baseline) is null) result.AddError("Option '--baseline' is required.");
        if (recorded || typed)
        {
            foreach (Option option in (Option[])[_baseline, _canary, _splitBy, .. _times.All])
            {
                if (result.GetResult(option) is { Implicit: false }) result.AddError($"{option.Name} is for a --prometheus: {(typed ? "typed numbers are of one version and have no time" : "recordings hold one version and their own time")}.");
            }
        }

        bool split = result.GetResult(_splitBy) is not null, other = result.GetResult(_canary) is not null;
        if (split && other) result.AddError("--split-by makes two sides of the baseline, --canary names the second: leave one out.");
        if (other && result.GetResult(_share) is { Implicit: false }) result.AddError("--canary-share: the share of named instances is what it is; leave it out.");
        int inputs = (result.GetValue(_files) ?? []).Count(f => f == "-") + (result.TryGet(_policy, out string? path) && path == "-" ? 1 : 0);
        if (inputs > 1) result.AddError("Standard input can be read once: write - once.");
        if (result.GetResult(_rollouts) is { Implicit: false } && result.TryGet(_rollouts, out int rollouts) && rollouts is < RehearsalSettings.LeastRollouts or > RehearsalSettings.MostRollouts) result.AddError($"--rollouts: {rollouts} is out of range. Write {RehearsalSettings.LeastRollouts} to {RehearsalSettings.MostRollouts}.");
        if (result.GetResult(_parallel) is { Implicit: false } && result.TryGet(_parallel, out int parallel) && parallel is < 1 or > MostParallel) result.AddError($"--parallel: {parallel} is out of range. Write 1 to {MostParallel}.");
    }
}
