using System.CommandLine;
using CanaryJudge.Cli.Frame;
using CanaryJudge.Contracts.V1;

namespace CanaryJudge.Cli.Analyses;

/// <summary>What cancel and override have in common: a person ends an analysis, with a name and a reason.</summary>
internal sealed class EndingCommand
{
    private readonly Argument<string> _id = new("ID") { Description = "The analysis' identity." };
    private readonly Option<string> _reason = new("--reason") { Description = "Why; it is kept in the record.", HelpName = "TEXT", Required = true };
    private readonly Option<string?> _by = ByOption.Create();
    private readonly FormatOptions _format = new(OutputFormat.Text, OutputFormat.Json);
    private readonly ServerOptions _server;
    private readonly Session _session;

    /// <summary>Options of one command.</summary>
    public EndingCommand(Session session) => (_session, _server) = (session, new ServerOptions(session));

    /// <summary>Adds the options to a command, and what it does.</summary>
    /// <param name="command">The command; further arguments come after the identity.</param>
    /// <param name="end">Ends the analysis: with what was typed, its identity, who and why.</param>
    /// <param name="more">Arguments after the identity.</param>
    public void AddTo(Command command, Func<AnalysisServer, ParseResult, Ending, CancellationToken, Task<Analysis>> end, params ReadOnlySpan<Argument> more)
    {
        command.Arguments.Add(_id);
        foreach (Argument argument in more) command.Arguments.Add(argument);
        command.Options.Add(_reason);
        command.Options.Add(_by);
        _server.AddTo(command);
        _format.AddTo(command);
        command.SetAction(async (parsed, interrupted) =>
        {
            ServerInputs inputs = _server.Read(parsed);
            using AnalysisServer server = new(inputs);
            Analysis ended = await end(server, parsed, new Ending(parsed.GetRequiredValue(_id), ByOption.Read(parsed, _by, inputs), parsed.GetRequiredValue(_reason)), interrupted);
            if (_format.Read(parsed) == OutputFormat.Json) _session.Terminal.Out.WriteLine(AnalysisJson.Write(ended, indented: true));
            else _session.Terminal.Print(_format.ReadNoColor(parsed), console => console.Write(AnalysisText.Conclusion(ended)));
            return ExitCode.Promote;
        });
    }

    /// <summary>Which analysis, who and why.</summary>
    internal sealed record Ending(string Id, string By, string Reason);
}
