using System.CommandLine;
using CanaryJudge.Cli.Frame;
using CanaryJudge.Cli.Rendering;
using CanaryJudge.Contracts.V1;

namespace CanaryJudge.Cli.Analyses;

/// <summary>canaryjudge get: one analysis as it stands.</summary>
internal static class GetCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Session session)
    {
        Argument<string> id = new("ID") { Description = "The analysis' identity, as start and list print it." };
        FormatOptions format = new(OutputFormat.Text, OutputFormat.Json);
        ServerOptions server = new(session);
        ExampleCommand command = new("get", "Show one analysis as it stands, with its scopes and its policy.")
        {
            Examples = ["canaryjudge get 0198c0de-0000-7000-8000-000000000000", "# The policy it is judged by, as a document", "canaryjudge get \"$id\" --output json | jq -r .policy_document"],
            Notes = ["Exit codes: 0 shown, 1 refused, not reached or not there, 2 wrong usage,", "            130 interrupted."],
        };
        command.Arguments.Add(id);
        server.AddTo(command);
        format.AddTo(command);
        command.SetAction(async (parsed, interrupted) =>
        {
            using AnalysisServer asked = new(server.Read(parsed));
            GetAnalysisResponse found = await asked.GetAsync(parsed.GetRequiredValue(id), interrupted);
            if (format.Read(parsed) == OutputFormat.Json) session.Terminal.Out.WriteLine(Text(found));
            else session.Terminal.Print(format.ReadNoColor(parsed), console => console.Write(AnalysisText.Details(found.Analysis, found)));
            return ExitCode.Promote;
        });
        return command;
    }

    private static string Text(GetAnalysisResponse found) => Json.Text(indented: true, json =>
    {
        json.WriteStartObject();
        AnalysisJson.WriteBody(json, found.Analysis);
        json.WriteString("baseline", AnalysisWords.Text(found.Baseline));
        json.WriteString("canary", AnalysisWords.Text(found.Canary));
        json.WriteString("policy_document", found.Policy);
        json.WriteEndObject();
    });
}
