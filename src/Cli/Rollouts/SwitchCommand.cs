using System.CommandLine;
using CanaryJudge.Cli.Analyses;
using CanaryJudge.Cli.Frame;
using CanaryJudge.Cli.Rendering;
using CanaryJudge.Contracts.V1;

namespace CanaryJudge.Cli.Rollouts;

/// <summary>canaryjudge switch: the kill switches.</summary>
internal static class SwitchCommand
{
    private static readonly string[] States = ["on", "people", "off"];

    /// <summary>The command.</summary>
    public static Command Create(Session session)
    {
        Argument<string> state = new("STATE") { Description = "on: verdicts and people act; people: only people; off: nobody." };
        state.AcceptOnlyFromAmong(States);
        Argument<string?> target = new("TARGET") { Description = "Only this one; every target when left out.", Arity = ArgumentArity.ZeroOrOne };
        Option<string> reason = new("--reason") { Description = "Why; it is kept, and shown to whom it holds back.", HelpName = "TEXT", Required = true };
        Option<string?> by = ByOption.Create();
        FormatOptions format = new(OutputFormat.Text, OutputFormat.Json);
        ServerOptions server = new(session);
        ExampleCommand command = new("switch", "Say who may act on rollouts: everybody, only people, or nobody.")
        {
            Examples =
            [
                "# Nothing is done to any target any more",
                "canaryjudge switch off --reason \"the metrics are wrong\"",
                "# After the limit on rollbacks was reached, and somebody has looked",
                "canaryjudge switch on --reason \"the canaries are bad indeed\"",
                "canaryjudge switch people shop/checkout --reason \"migration\"",
            ],
            Notes = ["Exit codes: 0 set, 1 refused or not reached, 2 wrong usage, 130 interrupted."],
        };
        command.Arguments.Add(state);
        command.Arguments.Add(target);
        command.Options.Add(reason);
        command.Options.Add(by);
        server.AddTo(command);
        format.AddTo(command);
        command.SetAction(async (parsed, interrupted) =>
        {
            ServerInputs inputs = server.Read(parsed);
            using AnalysisServer connection = new(inputs);
            SetSwitchRequest request = new()
            {
                Target = parsed.GetValue(target) ?? "",
                State = (RolloutSwitchState)(Array.IndexOf(States, parsed.GetRequiredValue(state)) + 1),
                Reason = parsed.GetRequiredValue(reason),
                By = ByOption.Read(parsed, by, inputs),
            };
            RolloutSwitch set = (await new RolloutServer(connection).SetSwitchAsync(request, interrupted)).Switch;
            if (format.Read(parsed) == OutputFormat.Json) session.Terminal.Out.WriteLine(Json.Text(indented: true, json => ActionJson.WriteTo(json, set)));
            else session.Terminal.Out.WriteLine(ActionText.Line(set));
            return ExitCode.Promote;
        });
        return command;
    }
}
