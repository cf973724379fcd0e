using System.CommandLine;
using CanaryJudge.Cli.Frame;
using CanaryJudge.Judging.Rehearsing;

namespace CanaryJudge.Cli.Rehearsing;

/// <summary>canaryjudge plan: what a policy can say at your traffic and noise, before the rollout.</summary>
internal static class PlanCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Session session)
    {
        var command = new ExampleCommand("plan", "Before a rollout: how long a promotion takes at your traffic, and the smallest harm each metric can see.")
        {
            Examples =
            [
                "# At 5 % of the traffic, from the last day of the version that runs",
                "canaryjudge plan --policy checkout.yaml --prometheus http://localhost:9090 \\",
                "    --baseline version=v1",
                "# At a quarter of the traffic, from the last week",
                "canaryjudge plan --policy checkout.yaml --prometheus $URL \\",
                "    --baseline version=v1 --canary-share 25% --since 7d",
                "# Without a past, from numbers that you know",
                "canaryjudge plan --policy checkout.yaml --requests 20000 \\",
                "    --level error_rate=1% --level memory=480 --noise memory=2%",
                "# From recordings of past rollouts",
                "canaryjudge plan history/*.jsonl.gz --policy checkout.yaml --output json",
            ],
            Notes =
            [
                "Exit codes: 0 every metric can be decided within the horizon, 3 some cannot,",
                "            1 there is no past to rehearse on, 2 wrong usage, 130 interrupted.",
            ],
        };
        var options = new PastOptions(session, mayBeTyped: true);
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
        Forecast forecast = Forecaster.Run(found.Past, inputs.Settings, repetition);
        int code = forecast.Metrics.All(metric => metric.Remedy is null) ? ExitCode.Promote : ExitCode.Pause;
        return (code, inputs.Format == OutputFormat.Json
            ? () => terminal.Out.WriteLine(PlanJson.Write(found, forecast, code))
            : () => terminal.Print(inputs.NoColor, console => PlanText.Write(console, found, forecast)));
    }
}
