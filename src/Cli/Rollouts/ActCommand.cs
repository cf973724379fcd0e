using System.CommandLine;
using CanaryJudge.Cli.Analyses;
using CanaryJudge.Cli.Frame;
using CanaryJudge.Contracts.V1;

namespace CanaryJudge.Cli.Rollouts;

/// <summary>canaryjudge rollback, promote and hold: the person in charge acts on a rollout, on the same guarded way as a verdict.</summary>
internal sealed class ActCommand
{
    private readonly Argument<string> _target = new("TARGET") { Description = "The target, as canaryjudge targets lists it." };
    private readonly Option<string> _reason = new("--reason") { Description = "Why; it is kept in the record.", HelpName = "TEXT", Required = true };
    private readonly Option<string?> _revision = new("--revision") { Description = "The revision that is meant; refused when another is there.", HelpName = "REVISION" };
    private readonly Option<bool> _again = new("--again") { Description = "Although the revision was rolled back before." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Print the exact request, its precondition and the rights it needs; change nothing." };
    private readonly Option<bool> _noWait = new("--no-wait") { Description = "Do not wait for the effect; answer 0 once it is wanted." };
    private readonly Option<TimeSpan?> _atMost = TimeOptions.Length("--at-most", "Give up waiting after this time; the action goes on.", "5m");
    private readonly Option<string?> _by = ByOption.Create();
    private readonly FormatOptions _format = new(OutputFormat.Text, OutputFormat.Json, OutputFormat.Ndjson);
    private readonly ServerOptions _server;
    private readonly Session _session;
    private readonly RolloutVerb _verb;

    private ActCommand(Session session, RolloutVerb verb) => (_session, _verb, _server) = (session, verb, new ServerOptions(session));

    /// <summary>The three commands.</summary>
    public static IEnumerable<Command> CreateAll(Session session) =>
    [
        new ActCommand(session, RolloutVerb.Rollback).Create("rollback", "Roll a target back: its traffic goes to the baseline, then the canary goes.", "customers report broken carts"),
        new ActCommand(session, RolloutVerb.Promote).Create("promote", "Promote a target: the canary becomes the current version.", "the errors are the load test"),
        new ActCommand(session, RolloutVerb.Hold).Create("hold", "Hold a target where it is: no more traffic, no less.", "waiting for the database team"),
    ];

    private ExampleCommand Create(string name, string description, string reason)
    {
        ExampleCommand command = new(name, description)
        {
            Examples =
            [
                $"canaryjudge {name} shop/checkout --reason \"{reason}\"",
                "# What it would send, without sending it",
                $"canaryjudge {name} shop/checkout --reason \"a try\" --dry-run",
            ],
            Notes =
            [
                "Exit codes: 0 done, and the effect was seen; 1 refused, failed or not reached;",
                "            3 held back by a switch, another revision was there, stopped, or",
                "            not done in time; 2 wrong usage, 130 interrupted (it goes on).",
                "With --dry-run: 0 it would be done, 3 something holds it back.",
            ],
        };
        command.Arguments.Add(_target);
        command.Options.Add(_reason);
        command.Options.Add(_revision);
        if (_verb == RolloutVerb.Promote) command.Options.Add(_again);
        foreach (Option option in (Option[])[_dryRun, _noWait, _atMost, _by]) command.Options.Add(option);
        _server.AddTo(command);
        _format.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_noWait) is not null && result.GetResult(_atMost) is not null) result.AddError("--no-wait waits for nothing: leave out --at-most, or leave out --no-wait.");
        });
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken interrupted)
    {
        ServerInputs inputs = _server.Read(parsed);
        using AnalysisServer connection = new(inputs);
        RolloutServer server = new(connection);
        StartActionRequest request = new()
        {
            Target = parsed.GetRequiredValue(_target),
            Verb = _verb,
            Reason = parsed.GetRequiredValue(_reason),
            Revision = parsed.GetValue(_revision) ?? "",
            Again = _verb == RolloutVerb.Promote && parsed.GetValue(_again),
            DryRun = parsed.GetValue(_dryRun),
            By = ByOption.Read(parsed, _by, inputs),
        };
        StartActionResponse started = await server.StartAsync(request, interrupted);
        OutputFormat format = _format.Read(parsed);
        if (started.DryRun is { } dry)
        {
            if (format == OutputFormat.Text) _session.Terminal.Print(_format.ReadNoColor(parsed), console => console.Write(ActionText.DryRun(dry)));
            else _session.Terminal.Out.WriteLine(ActionJson.Write(dry));
            return dry.Hindrances.Count == 0 && dry.Step is not null ? ExitCode.Promote : ExitCode.Pause;
        }

        if (started.RepeatedCall) await _session.Terminal.Error.WriteLineAsync("canaryjudge: this is under way already; nothing more was begun");
        ActionView view = new(_session.Terminal, format, _format.ReadNoColor(parsed));
        view.Show(started.Action);
        RolloutAction last = started.Action;
        bool waits = !parsed.GetValue(_noWait);
        if (waits && last.State != RolloutActionState.Ended) last = await new ActionWatch(server, inputs.Address, view, _session).RunAsync(last, parsed.GetValue(_atMost), interrupted);
        view.Close(last);
        return waits || last.State == RolloutActionState.Ended ? RolloutWords.ExitCodeOf(last) : ExitCode.Promote;
    }
}
