using System.CommandLine;
using CanaryJudge.Cli.Frame;
using CanaryJudge.Cli.Rendering;
using CanaryJudge.Contracts.V1;
using Timestamp = Google.Protobuf.WellKnownTypes.Timestamp;

namespace CanaryJudge.Cli.Analyses;

/// <summary>canaryjudge list: analyses at the service, the latest first.</summary>
internal sealed class ListCommand
{
    private const int DefaultLimit = 50;
    private const int LargestPage = 1000;
    private static readonly string[] States = ["waiting", "judging", "held", "ended", "promoting", "rolling-back"];

    private readonly Option<string?> _application = new("--application") { Description = "Only this application.", HelpName = "NAME" };
    private readonly Option<string[]> _states = new("--state") { Description = "Only this state; may be given several times.", HelpName = string.Join('|', States) };
    private readonly Option<long?> _from = TimeOptions.Moment("--from", "Only those started at this moment or later.");
    private readonly Option<long?> _to = TimeOptions.Moment("--to", "Only those started before this moment.");
    private readonly Option<TimeSpan?> _since = TimeOptions.Length("--since", "Only those started so long ago or later.", "2d");
    private readonly Option<int?> _limit = new("--limit") { Description = $"At most so many, 1 to 100000; {DefaultLimit} when not given.", HelpName = "N" };
    private readonly FormatOptions _format = new(OutputFormat.Text, OutputFormat.Json, OutputFormat.Ndjson);
    private readonly ServerOptions _server;
    private readonly Session _session;

    private ListCommand(Session session) => (_session, _server) = (session, new ServerOptions(session));

    /// <summary>The command.</summary>
    public static Command Create(Session session)
    {
        ListCommand list = new(session);
        list._states.AcceptOnlyFromAmong(States);
        ExampleCommand command = new("list", "List analyses at the service, the latest first.")
        {
            Examples = ["canaryjudge list", "canaryjudge list --application checkout --state held --since 2d", "canaryjudge list --limit 1000 --output ndjson | jq -r .id"],
            Notes = ["Exit codes: 0 listed, 1 refused or not reached, 2 wrong usage, 130 interrupted."],
        };
        foreach (Option option in (Option[])[list._application, list._states, list._from, list._to, list._since, list._limit]) command.Options.Add(option);
        list._server.AddTo(command);
        list._format.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(list._since) is not null && result.GetResult(list._from) is not null) result.AddError("--since counts back from now: leave out --from, or leave out --since.");
            if (result.TryGet(list._limit, out int? limit) && limit is < 1 or > 100_000) result.AddError($"--limit: {limit} is not between 1 and 100000.");
        });
        command.SetAction(list.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken interrupted)
    {
        using AnalysisServer server = new(_server.Read(parsed));
        List<Analysis> found = await FindAsync(server, parsed, interrupted);

        Terminal terminal = _session.Terminal;
        switch (_format.Read(parsed))
        {
            case OutputFormat.Json:
                terminal.Out.WriteLine(Json.Text(indented: true, json =>
                {
                    json.WriteStartObject();
                    json.WriteStartArray("analyses");
                    foreach (Analysis analysis in found)
                    {
                        json.WriteStartObject();
                        AnalysisJson.WriteBody(json, analysis);
                        json.WriteEndObject();
                    }

                    json.WriteEndArray();
                    json.WriteEndObject();
                }));
                break;
            case OutputFormat.Ndjson:
                foreach (Analysis analysis in found) terminal.Out.WriteLine(AnalysisJson.Write(analysis, indented: false));
                break;
            default:
                if (found.Count == 0) terminal.Error.WriteLine("canaryjudge: there is no such analysis");
                else terminal.Print(_format.ReadNoColor(parsed), console => console.Write(AnalysisText.List(found)));
                break;
        }

        return ExitCode.Promote;
    }

    private async Task<List<Analysis>> FindAsync(AnalysisServer server, ParseResult parsed, CancellationToken interrupted)
    {
        int limit = parsed.GetValue(_limit) ?? DefaultLimit;
        long? from = parsed.GetValue(_since) is { } since ? _session.Clock.GetUtcNow().ToUnixTimeMilliseconds() - (long)since.TotalMilliseconds : parsed.GetValue(_from);
        ListAnalysesRequest request = new()
        {
            Application = parsed.GetValue(_application) ?? "",
            From = Time(from),
            To = Time(parsed.GetValue(_to)),
        };
        request.States.AddRange((parsed.GetValue(_states) ?? []).Select(state => (AnalysisState)(Array.IndexOf(States, state) + 1)));
        List<Analysis> found = [];
        do
        {
            request.PageSize = Math.Min(LargestPage, limit - found.Count);
            ListAnalysesResponse page = await server.ListAsync(request, interrupted);
            found.AddRange(page.Analyses);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0 && found.Count < limit);
        return found;
    }

    private static Timestamp? Time(long? millis) => millis is { } value ? Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(value)) : null;
}
