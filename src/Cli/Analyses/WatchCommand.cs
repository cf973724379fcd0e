using System.CommandLine;
using CanaryJudge.Cli.Frame;

namespace CanaryJudge.Cli.Analyses;

/// <summary>canaryjudge watch: an analysis as it goes on, until it ends.</summary>
internal static class WatchCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Session session)
    {
        Argument<string> id = new("ID") { Description = "The analysis' identity, as start and list print it." };
        Option<int> after = new("--after") { Description = "Leave out events up to this number.", HelpName = "N" };
        Option<bool> exitCode = new("--exit-code") { Description = "Answer with the decision's exit code instead of 0." };
        Option<TimeSpan?> atMost = TimeOptions.Length("--at-most", "Give up watching after this time; the analysis goes on.", "2h");
        FormatOptions format = new(OutputFormat.Text, OutputFormat.Ndjson);
        ServerOptions server = new(session);
        ExampleCommand command = new("watch", "Watch an analysis until it ends; goes on by itself when the connection breaks.")
        {
            Examples =
            [
                "canaryjudge watch \"$id\"",
                "# A pipeline's gate",
                "canaryjudge watch \"$id\" --exit-code --at-most 2h",
                "# Every event as a line of JSON",
                "canaryjudge watch \"$id\" --output ndjson",
            ],
            Notes =
            [
                "With --exit-code: 0 promote, 4 rollback, 3 no decision or not ended in time,",
                "                  1 nothing could be measured, or the service is gone.",
                "Without it:       0 ended, 3 not ended in time, 1 the service is gone.",
            ],
        };
        command.Arguments.Add(id);
        foreach (Option option in (Option[])[after, exitCode, atMost]) command.Options.Add(option);
        server.AddTo(command);
        format.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.TryGet(after, out int number) && number < 0) result.AddError($"--after: {number} is below 0.");
        });
        command.SetAction(async (parsed, interrupted) =>
        {
            ServerInputs inputs = server.Read(parsed);
            using AnalysisServer watched = new(inputs);
            IWatchView view = format.Read(parsed) == OutputFormat.Ndjson ? new NdjsonWatchView(session.Terminal)
                : session.Terminal.OutIsTerminal ? new LiveWatchView(session.Terminal, format.ReadNoColor(parsed))
                : new LineWatchView(session.Terminal);
            WatchRun run = new(watched, inputs.Address, view, session);
            int code = await run.RunAsync(parsed.GetRequiredValue(id), parsed.GetValue(after), parsed.GetValue(atMost), interrupted);
            return parsed.GetValue(exitCode) || !run.HasEnded ? code : ExitCode.Promote;
        });
        return command;
    }
}
