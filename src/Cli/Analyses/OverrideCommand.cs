using System.CommandLine;
using CanaryJudge.Cli.Frame;
using CanaryJudge.Contracts.V1;

namespace CanaryJudge.Cli.Analyses;

/// <summary>canaryjudge override: a person decides in the judge's place.</summary>
internal static class OverrideCommand
{
    private const string Promote = "promote";

    /// <summary>The command.</summary>
    public static Command Create(Session session)
    {
        Argument<string> decision = new("DECISION") { Description = "promote or rollback." };
        decision.AcceptOnlyFromAmong(Promote, "rollback");
        ExampleCommand command = new("override", "Decide in the judge's place; who and why is kept in the record.")
        {
            Examples = ["canaryjudge override \"$id\" promote --reason \"the errors are the load test\"", "canaryjudge override \"$id\" rollback --reason \"customers report broken carts\""],
            Notes = ["Exit codes: 0 decided, 1 refused, not reached or ended before, 2 wrong usage,", "            130 interrupted."],
        };
        new EndingCommand(session).AddTo(
            command,
            async (server, parsed, ending, interrupted) => (await server.OverrideAsync(
                new()
                {
                    Id = ending.Id,
                    Decision = parsed.GetRequiredValue(decision) == Promote ? VerdictOutcome.Promote : VerdictOutcome.Rollback,
                    By = ending.By,
                    Reason = ending.Reason,
                },
                interrupted)).Analysis,
            decision);
        return command;
    }
}
