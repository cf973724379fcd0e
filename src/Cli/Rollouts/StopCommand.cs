using System.CommandLine;
using CanaryJudge.Cli.Analyses;
using CanaryJudge.Cli.Frame;
using CanaryJudge.Contracts.V1;

namespace CanaryJudge.Cli.Rollouts;

/// <summary>canaryjudge stop: an action goes no further.</summary>
internal static class StopCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Session session)
    {
        Argument<string> id = new("ID") { Description = "The action's identity, as rollback and actions print it." };
        Option<string> reason = new("--reason") { Description = "Why; it is kept in the record.", HelpName = "TEXT", Required = true };
        Option<string?> by = ByOption.Create();
        FormatOptions format = new(OutputFormat.Text, OutputFormat.Json);
        ServerOptions server = new(session);
        ExampleCommand command = new("stop", "Stop an action: nothing more is sent, and what was sent stays.")
        {
            Examples = ["canaryjudge stop 0198c0de-0000-7000-8000-000000000000 --reason \"load test\""],
            Notes = ["Exit codes: 0 stopped, 1 refused, not reached or ended before, 2 wrong usage,", "            130 interrupted."],
        };
        command.Arguments.Add(id);
        command.Options.Add(reason);
        command.Options.Add(by);
        server.AddTo(command);
        format.AddTo(command);
        command.SetAction(async (parsed, interrupted) =>
        {
            ServerInputs inputs = server.Read(parsed);
            using AnalysisServer connection = new(inputs);
            StopActionRequest request = new() { Id = parsed.GetRequiredValue(id), Reason = parsed.GetRequiredValue(reason), By = ByOption.Read(parsed, by, inputs) };
            RolloutAction action = (await new RolloutServer(connection).StopAsync(request, interrupted)).Action;
            if (format.Read(parsed) == OutputFormat.Json) session.Terminal.Out.WriteLine(ActionJson.Write(action, indented: true));
            else session.Terminal.Print(format.ReadNoColor(parsed), console => console.Write(ActionText.Conclusion(action)));
            return ExitCode.Promote;
        });
        return command;
    }
}
