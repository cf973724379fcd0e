using System.CommandLine;
using System.Text;
using CanaryJudge.Cli.Frame;
using CanaryJudge.Cli.Rendering;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Cli.Policies;

/// <summary>canaryjudge policy show: the policy with every default written out, and the queries it would run.</summary>
internal static class ShowCommand
{
    private const string ExampleBaseline = "version=v1";
    private const string ExampleCanary = "version=v2";

    /// <summary>The command.</summary>
    public static Command Create(Session session)
    {
        var file = new Argument<string>("FILE") { Description = "A policy, YAML or JSON; - reads standard input." };
        Option<ScopeText> baseline = ScopeOption.Create("--baseline", "Labels of the current version", ExampleBaseline);
        Option<ScopeText> canary = ScopeOption.Create("--canary", "Labels of the new version", ExampleCanary);
        var format = new FormatOptions(OutputFormat.Text, OutputFormat.Json);
        var command = new ExampleCommand("show", "Print a policy with every default written out, and the exact queries it would run.")
        {
            Examples =
            [
                "canaryjudge policy show checkout.yaml",
                "canaryjudge policy show checkout.yaml \\",
                "    --baseline 'pod=~\"checkout-5d.*\"' --canary 'pod=~\"checkout-7f.*\"'",
            ],
            Notes = ["Exit codes: 0 shown, 1 problems with the policy or its file, 2 wrong usage."],
        };
        command.Arguments.Add(file);
        command.Options.Add(baseline);
        command.Options.Add(canary);
        format.AddTo(command);
        command.SetAction((parsed, interrupted) => RunAsync(
            parsed.GetRequiredValue(file), parsed.GetRequiredValue(baseline), parsed.GetRequiredValue(canary), format.Read(parsed), session, interrupted));
        return command;
    }

    private static async Task<int> RunAsync(string path, ScopeText baseline, ScopeText canary, OutputFormat format, Session session, CancellationToken interrupted)
    {
        if (ScopeOption.Sameness("--baseline", baseline, "--canary", canary) is { } same) throw new CommandFailedException(ExitCode.Usage, same);
        PolicyFile file = await PolicyFile.ReadAsync(path, session.Terminal, interrupted);
        PolicyResult read = PolicyParser.Parse(file.Text);
        if (read.Policy is null) return Violated(session.Terminal, file.Name, read.Violations);

        // The times of the plan do not matter here: the texts are the same at any time.
        long now = session.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        long horizon = (long)(read.Policy.Interval * read.Policy.Horizon).TotalMilliseconds;
        PlanResult plan = Planner.Plan(new JudgeRequest(read.Policy, baseline.Scope, canary.Scope, now - horizon, now));
        if (plan.Plan is null) return Violated(session.Terminal, file.Name, plan.Violations);

        session.Terminal.Out.WriteLine(format == OutputFormat.Json ? Json(plan.Plan, baseline, canary) : Yaml(plan.Plan, baseline, canary));
        return ExitCode.Promote;
    }

    // The queries are comments, so that the whole output is a policy again.
    private static string Yaml(JudgePlan plan, ScopeText baseline, ScopeText canary)
    {
        var text = new StringBuilder(PolicyWriter.Write(plan.Policy).TrimEnd()).Append("\n\n");
        text.Append($"# What it asks for --baseline {Printable.OneLine(baseline.Text)} --canary {Printable.OneLine(canary.Text)}:\n");
        foreach (MetricPlan metric in plan.Metrics)
        {
            text.Append($"#\n# {metric.Metric.Name}\n");
            foreach (PlannedQuery query in metric.Queries)
                text.Append($"#   {Words.Machine(query.Side),-8}  {Words.Machine(query.Role),-8}  {Words.Machine(query.Reading)}\n#     {Printable.OneLine(query.Text)}\n");
        }

        return text.ToString().TrimEnd();
    }

    private static string Json(JudgePlan plan, ScopeText baseline, ScopeText canary) => Rendering.Json.Text(indented: true, json =>
    {
        json.WriteStartObject();
        json.WriteString("baseline", baseline.Text);
        json.WriteString("canary", canary.Text);
        json.WritePropertyName("policy");
        YamlJson.Write(json, PolicyWriter.Write(plan.Policy));
        json.WriteStartArray("queries");
        foreach (MetricPlan metric in plan.Metrics)
        {
            foreach (PlannedQuery query in metric.Queries)
            {
                json.WriteStartObject();
                json.WriteString("metric", metric.Metric.Name);
                json.WriteString("side", Words.Machine(query.Side));
                json.WriteString("role", Words.Machine(query.Role));
                json.WriteString("reading", Words.Machine(query.Reading));
                json.WriteString("text", query.Text);
                Rendering.Json.Number(json, "step_seconds", query.StepMillis == 0 ? null : query.StepMillis / 1000.0);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static int Violated(Terminal terminal, string document, IReadOnlyList<Violation> violations)
    {
        foreach (Violation violation in violations) terminal.Error.WriteLine(ViolationText.Line(document, violation));
        return ExitCode.CouldNotJudge;
    }
}
