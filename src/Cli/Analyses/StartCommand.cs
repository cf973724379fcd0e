using System.CommandLine;
using System.CommandLine.Parsing;
using CanaryJudge.Cli.Frame;
using CanaryJudge.Contracts.V1;
using MatchOperator = CanaryJudge.Contracts.V1.MatchOperator;
using Scope = CanaryJudge.Contracts.V1.Scope;
using Timestamp = Google.Protobuf.WellKnownTypes.Timestamp;

namespace CanaryJudge.Cli.Analyses;

/// <summary>canaryjudge start: an analysis at the service.</summary>
internal sealed class StartCommand
{
    private readonly Option<string?> _policy = new("--policy", "-p") { Description = "A policy's file, YAML or JSON; - reads standard input.", HelpName = "FILE" };
    private readonly Option<string?> _policyName = new("--policy-name") { Description = "Name of a policy that the service holds.", HelpName = "NAME" };
    private readonly Option<ScopeText> _baseline = ScopeOption.Create("--baseline", "Labels of the current version", fallback: null);
    private readonly Option<ScopeText> _canary = ScopeOption.Create("--canary", "Labels of the new version", fallback: null);
    private readonly Option<string> _application = new("--application") { Description = "The application that is rolled out.", HelpName = "NAME", Required = true };
    private readonly Option<string> _target = new("--target") { Description = "What is rolled out, such as shop/deployments/checkout. An analysis of the same target that is still judged is superseded.", HelpName = "NAME", Required = true };
    private readonly Option<string?> _revision = new("--revision") { Description = "The revision that is rolled out, as the target tells it; refused when another is there.", HelpName = "REVISION" };
    private readonly Option<string?> _source = new("--source") { Description = "The service's metric source; its default one when not given.", HelpName = "NAME" };
    private readonly Option<string?> _key = new("--idempotency-key") { Description = "Names this start: repeating it starts nothing more.", HelpName = "KEY" };
    private readonly Option<long?> _from = TimeOptions.Moment("--from", "Start of the first window: when the canary began to take traffic. Now when not given.");
    private readonly Option<string?> _by = ByOption.Create();
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Print the analysis' identity only." };
    private readonly ServerOptions _server;
    private readonly FormatOptions _format = new(OutputFormat.Text, OutputFormat.Json);
    private readonly Session _session;

    private StartCommand(Session session) => (_session, _server) = (session, new ServerOptions(session));

    /// <summary>The command.</summary>
    public static Command Create(Session session)
    {
        StartCommand start = new(session);
        ExampleCommand command = new("start", "Start an analysis at the service: it judges the rollout window by window until it ends.")
        {
            Examples =
            [
                "canaryjudge start --policy checkout.yaml --application checkout \\",
                "    --target shop/deployments/checkout \\",
                "    --baseline version=v1 --canary version=v2",
                "# In a pipeline: repeating the step starts nothing more",
                "id=$(canaryjudge start --policy-name checkout --application checkout \\",
                "    --target shop/deployments/checkout --idempotency-key \"$BUILD_ID\" \\",
                "    --baseline version=v1 --canary version=v2 --quiet)",
                "canaryjudge watch \"$id\" --exit-code",
            ],
            Notes = ["Exit codes: 0 started, 1 refused or not reached, 2 wrong usage, 130 interrupted."],
        };
        foreach (Option option in (Option[])[start._policy, start._policyName, start._baseline, start._canary, start._application, start._target, start._revision, start._source, start._key, start._from, start._by, start._quiet])
            command.Options.Add(option);
        start._server.AddTo(command);
        start._format.AddTo(command);
        command.Validators.Add(start.Check);
        command.SetAction(start.RunAsync);
        return command;
    }

    private static Scope Wire(ScopeText scope)
    {
        Scope wire = new();
        wire.Matchers.AddRange(scope.Scope.Matchers.Select(m => new Contracts.V1.LabelMatcher
        {
            Label = m.Label,
            Operator = m.Operator switch
            {
                Judging.Planning.MatchOperator.Equal => MatchOperator.Equal,
                Judging.Planning.MatchOperator.NotEqual => MatchOperator.NotEqual,
                Judging.Planning.MatchOperator.Matches => MatchOperator.Matches,
                _ => MatchOperator.NotMatches,
            },
            Value = m.Value,
        }));
        return wire;
    }

    private void Check(CommandResult result)
    {
        if (result.GetResult(_policy) is null == (result.GetResult(_policyName) is null)) result.AddError("Give --policy or --policy-name.");
        ScopeOption.CheckApart(result, _baseline, _canary);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken interrupted)
    {
        ServerInputs inputs = _server.Read(parsed);
        StartAnalysisRequest request = new()
        {
            Application = parsed.GetRequiredValue(_application),
            Target = parsed.GetRequiredValue(_target),
            Policy = await PolicyAsync(parsed, interrupted),
            Baseline = Wire(parsed.GetRequiredValue(_baseline)),
            Canary = Wire(parsed.GetRequiredValue(_canary)),
            Source = parsed.GetValue(_source) ?? "",
            IdempotencyKey = parsed.GetValue(_key) ?? "",
            Revision = parsed.GetValue(_revision) ?? "",
            StartTime = parsed.GetValue(_from) is { } from ? Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(from)) : null,
            By = ByOption.Read(parsed, _by, inputs),
        };
        using AnalysisServer server = new(inputs);
        StartAnalysisResponse started = await server.StartAsync(request, interrupted);

        Terminal terminal = _session.Terminal;
        if (parsed.GetValue(_quiet)) terminal.Out.WriteLine(started.Analysis.Id);
        else if (_format.Read(parsed) == OutputFormat.Json) terminal.Out.WriteLine(AnalysisJson.Write(started.Analysis, indented: true));
        else terminal.Print(_format.ReadNoColor(parsed), console => console.Write(AnalysisText.Details(started.Analysis, whole: null)));
        if (started.RepeatedCall) await terminal.Error.WriteLineAsync("canaryjudge: this start was made before; nothing more was started");
        return ExitCode.Promote;
    }

    private async Task<PolicyChoice> PolicyAsync(ParseResult parsed, CancellationToken interrupted)
    {
        if (parsed.GetValue(_policy) is not { } path) return new PolicyChoice { Name = parsed.GetRequiredValue(_policyName) };
        PolicyFile file = await PolicyFile.ReadAsync(path, _session.Terminal, interrupted);
        return new PolicyChoice { Text = file.Text };
    }
}
