using System.CommandLine;
using CanaryJudge.Cli.Analyses;
using CanaryJudge.Cli.Frame;
using CanaryJudge.Cli.Rendering;
using CanaryJudge.Contracts.V1;

namespace CanaryJudge.Cli.Rollouts;

/// <summary>canaryjudge targets: the rollouts that the service can act on.</summary>
internal static class TargetsCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Session session)
    {
        Argument<string?> target = new("TARGET") { Description = "Only this one; all when left out.", Arity = ArgumentArity.ZeroOrOne };
        Option<bool> observe = new("--observe") { Description = "Look at the rollouts now: revision and traffic." };
        FormatOptions format = new(OutputFormat.Text, OutputFormat.Json);
        ServerOptions server = new(session);
        ExampleCommand command = new("targets", "List the rollouts that the service can act on, their switches and their actions.")
        {
            Examples = ["canaryjudge targets", "canaryjudge targets shop/checkout --observe"],
            Notes = ["Exit codes: 0 listed, 1 refused or not reached, 2 wrong usage, 130 interrupted."],
        };
        command.Arguments.Add(target);
        command.Options.Add(observe);
        server.AddTo(command);
        format.AddTo(command);
        command.SetAction(async (parsed, interrupted) =>
        {
            using AnalysisServer connection = new(server.Read(parsed));
            ListTargetsResponse listed = await new RolloutServer(connection).TargetsAsync(new() { Target = parsed.GetValue(target) ?? "", Observe = parsed.GetValue(observe) }, interrupted);
            if (format.Read(parsed) == OutputFormat.Json) session.Terminal.Out.WriteLine(Write(listed));
            else session.Terminal.Print(format.ReadNoColor(parsed), console => console.Write(ActionText.List(listed)));
            return ExitCode.Promote;
        });
        return command;
    }

    private static string Write(ListTargetsResponse listed) => Json.Text(indented: true, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("targets");
        foreach (Target target in listed.Targets) ActionJson.WriteTo(json, target);
        json.WriteEndArray();
        json.WritePropertyName("switch");
        ActionJson.WriteTo(json, listed.Switch);
        json.WriteEndObject();
    });
}
