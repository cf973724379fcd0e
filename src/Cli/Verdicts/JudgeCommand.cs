using System.CommandLine;
using CanaryJudge.Cli.Frame;

namespace CanaryJudge.Cli.Verdicts;

/// <summary>canaryjudge judge: one verdict from a Prometheus.</summary>
internal static class JudgeCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Session session)
    {
        var command = new ExampleCommand("judge", "Compare a canary with its baseline in a Prometheus, and answer promote, pause or rollback.")
        {
            Examples =
            [
                "# The last half hour",
                "canaryjudge judge --policy checkout.yaml --prometheus http://localhost:9090 \\",
                "    --baseline version=v1 --canary version=v2 --since 30m",
                "# From the moment the canary takes traffic; with a token and Mimir's tenant",
                "canaryjudge judge --policy checkout.yaml --prometheus https://mimir/prom \\",
                "    --baseline version=v1,namespace=shop --canary version=v2,namespace=shop \\",
                "    --from 2026-01-31T10:00:00Z --token-file /run/secrets/token --tenant shop",
                "# For a pipeline: one JSON object, and the exit code",
                "canaryjudge judge --policy checkout.yaml --prometheus $URL \\",
                "    --baseline version=v1 --canary version=v2 --since 30m --output json",
            ],
            Notes =
            [
                "Exit codes: 0 promote, 3 pause, 4 rollback, 1 could not judge,",
                "            2 wrong usage, 130 interrupted.",
            ],
        };
        var options = new JudgeOptions(session);
        options.AddTo(command);
        command.SetAction((parsed, interrupted) => JudgeRun.RunAsync(options.Read(parsed), session, interrupted));
        return command;
    }
}
