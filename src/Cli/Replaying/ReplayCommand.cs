using System.CommandLine;
using System.CommandLine.Parsing;
using CanaryJudge.Cli.Frame;
using CanaryJudge.Cli.Rendering;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Cli.Replaying;

/// <summary>canaryjudge replay: recorded rollouts judged again.</summary>
internal static class ReplayCommand
{
    private const int MostParallel = 1024;

    private static readonly string[] JudgeWords = [.. Enum.GetValues<JudgeRule>().Select(rule => Words.Machine(rule))];

    /// <summary>The command.</summary>
    public static Command Create(Session session)
    {
        var files = new Argument<string[]>("FILE") { Description = "Recordings, plain or gzip; - reads standard input.", Arity = ArgumentArity.OneOrMore };
        var policy = new Option<string?>("--policy", "-p") { Description = "Judge by this policy instead of the recorded one.", HelpName = "FILE" };
        var judge = new Option<string?>("--judge") { Description = "Judge by this rule, whatever the policy says.", HelpName = string.Join('|', JudgeWords) };
        judge.AcceptOnlyFromAmong(JudgeWords);
        var explain = new Option<bool>("--explain-difference") { Description = "Compare with the recorded verdict, to the bit: the first number that differs." };
        var parallel = new Option<int>("--parallel") { Description = "Rollouts judged at the same time; the output does not depend on it.", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
        var format = new FormatOptions(OutputFormat.Ndjson, OutputFormat.Text);
        var command = new ExampleCommand("replay", "Judge recordings again: the verdict they got, or would have got, live.")
        {
            Examples =
            [
                "# A run that judge --record wrote",
                "canaryjudge replay checkout.jsonl",
                "# What would last month's rollouts say to a stricter policy?",
                "canaryjudge replay history/*.jsonl.gz --policy strict.yaml --output text",
                "# Does this version judge as the one that wrote it did?",
                "canaryjudge replay checkout.jsonl --explain-difference --output text",
                "# From a pipe",
                "zcat fleet.jsonl.gz | canaryjudge replay - > verdicts.ndjson",
            ],
            Notes =
            [
                "Exit codes: 0 everything was judged, whatever the verdicts; 1 a file, a line or",
                "            the policy is wrong (the others are still judged), or with",
                "            --explain-difference a verdict is not the recorded one, or none is",
                "            recorded; 2 wrong usage.",
            ],
        };
        command.Arguments.Add(files);
        foreach (Option option in (Option[])[policy, judge, explain, parallel]) command.Options.Add(option);
        format.AddTo(command);
        command.Validators.Add(result => Check(result, files, policy, judge, explain, parallel));
        command.SetAction((parsed, interrupted) => new ReplayRun(session).RunAsync(
            new ReplayInputs
            {
                Files = parsed.GetRequiredValue(files),
                PolicyPath = parsed.GetValue(policy),
                Judge = parsed.GetValue(judge) is { } word ? Enum.GetValues<JudgeRule>().Single(rule => Words.Machine(rule) == word) : null,
                Explains = parsed.GetValue(explain),
                Parallel = parsed.GetRequiredValue(parallel),
                Format = format.Read(parsed),
            },
            interrupted));
        return command;
    }

    private static void Check(CommandResult result, Argument<string[]> files, Option<string?> policy, Option<string?> judge, Option<bool> explain, Option<int> parallel)
    {
        int inputs = result.GetValue(files)?.Count(f => f == "-") ?? 0;
        if (result.TryGet(policy, out string? path) && path == "-") inputs++;
        bool otherRules = result.GetResult(policy) is not null || result.GetResult(judge) is not null;
        if (otherRules && result.GetValue(explain)) result.AddError("--explain-difference judges by the recorded rules: leave out --policy and --judge.");
        if (inputs > 1) result.AddError("Standard input can be read once: write - once.");
        if (result.GetResult(parallel) is { Implicit: false } && result.TryGet(parallel, out int count) && count is < 1 or > MostParallel) result.AddError($"--parallel: {count} is out of range. Write 1 to {MostParallel}.");
    }
}
