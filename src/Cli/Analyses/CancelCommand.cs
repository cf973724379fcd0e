using System.CommandLine;
using CanaryJudge.Cli.Frame;

namespace CanaryJudge.Cli.Analyses;

/// <summary>canaryjudge cancel: an analysis ends without a decision.</summary>
internal static class CancelCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Session session)
    {
        ExampleCommand command = new("cancel", "Call an analysis off: it ends without a decision, and the rollout stays as it is.")
        {
            Examples = ["canaryjudge cancel 0198c0de-0000-7000-8000-000000000000 --reason \"wrong build\""],
            Notes = ["Exit codes: 0 cancelled, 1 refused, not reached or ended before, 2 wrong usage,", "            130 interrupted."],
        };
        new EndingCommand(session).AddTo(command, async (server, _, ending, interrupted) =>
            (await server.CancelAsync(new() { Id = ending.Id, By = ending.By, Reason = ending.Reason }, interrupted)).Analysis);
        return command;
    }
}
