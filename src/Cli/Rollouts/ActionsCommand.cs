using System.CommandLine;
using CanaryJudge.Cli.Analyses;
using CanaryJudge.Cli.Frame;
using CanaryJudge.Cli.Rendering;
using CanaryJudge.Contracts.V1;

namespace CanaryJudge.Cli.Rollouts;

/// <summary>canaryjudge actions: what was done to rollouts; and canaryjudge action, one of them with its steps.</summary>
internal static class ActionsCommand
{
    private const int DefaultLimit = 50;
    private const int LargestPage = 1000;

    /// <summary>The list.</summary>
    public static Command CreateList(Session session)
    {
        Option<string?> target = new("--target") { Description = "Only of this target.", HelpName = "NAME" };
        Option<string?> analysis = new("--analysis") { Description = "Only of this analysis.", HelpName = "ID" };
        Option<bool> live = new("--live") { Description = "Only those that have not ended." };
        Option<int?> limit = new("--limit") { Description = $"At most so many, 1 to 100000; {DefaultLimit} when not given.", HelpName = "N" };
        FormatOptions format = new(OutputFormat.Text, OutputFormat.Json, OutputFormat.Ndjson);
        ServerOptions server = new(session);
        ExampleCommand command = new("actions", "List what was done to rollouts, the latest first.")
        {
            Examples = ["canaryjudge actions --live", "canaryjudge actions --target shop/checkout --output ndjson | jq -r .id"],
            Notes = ["Exit codes: 0 listed, 1 refused or not reached, 2 wrong usage, 130 interrupted."],
        };
        foreach (Option option in (Option[])[target, analysis, live, limit]) command.Options.Add(option);
        server.AddTo(command);
        format.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.TryGet(limit, out int? most) && most is < 1 or > 100_000) result.AddError($"--limit: {most} is not between 1 and 100000.");
        });
        command.SetAction(async (parsed, interrupted) =>
        {
            using AnalysisServer connection = new(server.Read(parsed));
            ListActionsRequest request = new() { Target = parsed.GetValue(target) ?? "", AnalysisId = parsed.GetValue(analysis) ?? "", Live = parsed.GetValue(live) };
            List<RolloutAction> found = await FindAsync(new RolloutServer(connection), request, parsed.GetValue(limit) ?? DefaultLimit, interrupted);
            Show(session.Terminal, format.Read(parsed), format.ReadNoColor(parsed), found);
            return ExitCode.Promote;
        });
        return command;
    }

    /// <summary>One of them.</summary>
    public static Command CreateGet(Session session)
    {
        Argument<string> id = new("ID") { Description = "The action's identity, as rollback and actions print it." };
        FormatOptions format = new(OutputFormat.Text, OutputFormat.Json);
        ServerOptions server = new(session);
        ExampleCommand command = new("action", "Show one action: every step as it was sent, and the effect that was seen.")
        {
            Examples = ["canaryjudge action 0198c0de-0000-7000-8000-000000000000"],
            Notes = ["Exit codes: 0 shown, 1 refused, not reached or not there, 2 wrong usage,", "            130 interrupted."],
        };
        command.Arguments.Add(id);
        server.AddTo(command);
        format.AddTo(command);
        command.SetAction(async (parsed, interrupted) =>
        {
            using AnalysisServer connection = new(server.Read(parsed));
            RolloutAction action = (await new RolloutServer(connection).GetAsync(parsed.GetRequiredValue(id), interrupted)).Action;
            if (format.Read(parsed) == OutputFormat.Json) session.Terminal.Out.WriteLine(ActionJson.Write(action, indented: true));
            else session.Terminal.Print(format.ReadNoColor(parsed), console => console.Write(ActionText.Details(action)));
            return ExitCode.Promote;
        });
        return command;
    }

    private static void Show(Terminal terminal, OutputFormat format, bool noColor, List<RolloutAction> found)
    {
        switch (format)
        {
            case OutputFormat.Json:
                terminal.Out.WriteLine(Json.Text(indented: true, json =>
                {
                    json.WriteStartObject();
                    json.WriteStartArray("actions");
                    foreach (RolloutAction action in found) ActionJson.WriteTo(json, action);
                    json.WriteEndArray();
                    json.WriteEndObject();
                }));
                break;
            case OutputFormat.Ndjson:
                foreach (RolloutAction action in found) terminal.Out.WriteLine(ActionJson.Write(action, indented: false));
                break;
            default:
                if (found.Count == 0) terminal.Error.WriteLine("canaryjudge: there is no such action");
                else terminal.Print(noColor, console => console.Write(ActionText.List(found)));
                break;
        }
    }

    private static async Task<List<RolloutAction>> FindAsync(RolloutServer server, ListActionsRequest request, int limit, CancellationToken cancellationToken)
    {
        List<RolloutAction> found = [];
        do
        {
            request.PageSize = Math.Min(LargestPage, limit - found.Count);
            ListActionsResponse page = await server.ListAsync(request, cancellationToken);
            found.AddRange(page.Actions);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0 && found.Count < limit);
        return found;
    }
}
