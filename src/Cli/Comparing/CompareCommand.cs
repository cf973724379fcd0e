using System.CommandLine;
using System.CommandLine.Parsing;
using CanaryJudge.Cli.Frame;
using CanaryJudge.Statistics;

namespace CanaryJudge.Cli.Comparing;

/// <summary>canaryjudge compare: two files of numbers, once.</summary>
internal static class CompareCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Session session)
    {
        var baseline = new Argument<string>("BASELINE") { Description = "Numbers of the current version: text, CSV or JSON; - reads standard input." };
        var canary = new Argument<string>("CANARY") { Description = "Numbers of the new version." };
        var margin = new Option<MarginText?>("--margin") { Description = "The smallest shift that matters: in the unit of the numbers, or in percent of the baseline's median.", HelpName = "5|10%", CustomParser = ReadMargin };
        var method = new Option<string>("--method") { Description = "How p and the interval are computed.", HelpName = "auto|exact|normal", DefaultValueFactory = _ => "auto" };
        method.AcceptOnlyFromAmong("auto", "exact", "normal");
        var confidence = new Option<double>("--confidence") { Description = "Confidence of the interval, inside 0 and 1.", HelpName = "0.98", DefaultValueFactory = _ => 0.98 };
        var alternative = new Option<string>("--alternative") { Description = "What p and the interval look for: that the canary's numbers differ, are greater, or are less.", HelpName = "two-sided|greater|less", DefaultValueFactory = _ => "two-sided" };
        alternative.AcceptOnlyFromAmong("two-sided", "greater", "less");
        var column = new Option<string?>("--column") { Description = "The files are CSV with a header: the column's name, or its number from 1.", HelpName = "NAME" };
        var format = new FormatOptions(OutputFormat.Text, OutputFormat.Json);
        var command = new ExampleCommand("compare", "Compare two files of numbers: by how much does the canary differ, and is it luck?")
        {
            Examples =
            [
                "# One number a line",
                "canaryjudge compare before.txt after.txt",
                "# A column of two CSV files; is the canary within 10 % of the baseline?",
                "canaryjudge compare before.csv after.csv --column latency_ms --margin 10%",
                "# For a program; one side from a pipe",
                "jq '[.requests[].ms]' run.json | canaryjudge compare before.json - -o json",
            ],
            Notes =
            [
                "This is one look at numbers that are all there. A rollout that is watched while",
                "it runs is judged by 'judge', whose error rates hold at every look.",
                "",
                "Exit codes: 0 compared, whatever came out; 1 a file is wrong; 2 wrong usage.",
            ],
        };
        foreach (Argument<string> file in (Argument<string>[])[baseline, canary]) command.Arguments.Add(file);
        foreach (Option option in (Option[])[margin, method, confidence, alternative, column]) command.Options.Add(option);
        format.AddTo(command);
        command.Validators.Add(result => Check(result, baseline, canary, confidence));
        command.SetAction((parsed, interrupted) => new CompareRun(session.Terminal).RunAsync(
            new CompareInputs
            {
                BaselinePath = parsed.GetRequiredValue(baseline),
                CanaryPath = parsed.GetRequiredValue(canary),
                Margin = parsed.GetValue(margin),
                Method = parsed.GetRequiredValue(method),
                Confidence = parsed.GetRequiredValue(confidence),
                Alternative = parsed.GetRequiredValue(alternative) switch { "greater" => Alternative.Greater, "less" => Alternative.Less, _ => Alternative.TwoSided },
                Column = parsed.GetValue(column),
                Format = format.Read(parsed),
            },
            interrupted));
        return command;
    }

    private static MarginText? ReadMargin(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (MarginText.Parse(text) is { } margin) return margin;
        result.AddError($"--margin: '{text}' is no margin. Write a number above 0, such as 5, or a share of the baseline's median, such as 10%.");
        return null;
    }

    private static void Check(CommandResult result, Argument<string> baseline, Argument<string> canary, Option<double> confidence)
    {
        if (result.GetValue(baseline) == "-" && result.GetValue(canary) == "-") result.AddError("Standard input can be one of the two sides: write - once.");
        if (result.GetResult(confidence) is { Implicit: false } && result.TryGet(confidence, out double level) && !(level > 0 && level < 1)) result.AddError($"--confidence: {level} is not inside 0 and 1. Write 0.98 for 98 %.");
    }
}
