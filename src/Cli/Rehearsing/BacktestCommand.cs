using System.CommandLine;
using CanaryJudge.Cli.Frame;
using CanaryJudge.Judging.Rehearsing;

namespace CanaryJudge.Cli.Rehearsing;

/// <summary>canaryjudge backtest: what a policy would have done to rollouts over your own past.</summary>
internal static class BacktestCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Session session)
    {
        var command = new ExampleCommand("backtest", "Rehearse a policy on your own past: false rollbacks, and how soon harm would have been seen.")
        {
            Examples =
            [
                "# The last week of the version that runs; 5 % of its traffic plays the canary",
                "canaryjudge backtest --policy checkout.yaml \\",
                "    --prometheus http://localhost:9090 --baseline version=v1 --since 7d",
                "# Measured instead of made: some of its pods play the canary",
                "canaryjudge backtest --policy checkout.yaml --prometheus $URL \\",
                "    --baseline version=v1 --split-by pod --canary-share 25%",
                "# Recordings of past rollouts, for a program",
                "canaryjudge backtest history/*.jsonl.gz --policy strict.yaml --output json",
            ],
            Notes =
            [
                "Exit codes: 0 nothing asks to be changed, 3 something does (see the",
                "            suggestions), 1 there is no past to rehearse on, 2 wrong usage,",
                "            130 interrupted.",
            ],
        };
        var options = new PastOptions(session, mayBeTyped: false);
        options.AddTo(command);
        command.SetAction((parsed, interrupted) =>
        {
            PastInputs inputs = options.Read(parsed);
            return RehearsalRun.RunAsync(inputs, session, (found, repetition) => Rehearse(inputs, session.Terminal, found, repetition), interrupted);
        });
        return command;
    }

    private static (int Code, Action Print) Rehearse(PastInputs inputs, Terminal terminal, FoundPast found, IRepetition repetition)
    {
        BacktestReport report = Backtest.Run(found.Past, inputs.Settings, repetition);
        int code = report.Suggestions.Count == 0 ? ExitCode.Promote : ExitCode.Pause;
        return (code, inputs.Format == OutputFormat.Json
            ? () => terminal.Out.WriteLine(BacktestJson.Write(found, report, code))
            : () => terminal.Print(inputs.NoColor, console => BacktestText.Write(console, found, report)));
    }
}
