using CanaryJudge.Cli.Frame;
using CanaryJudge.Cli.Rendering;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Sources;

namespace CanaryJudge.Cli.Verdicts;

/// <summary>The straight line of one verdict: read, plan, ask and judge, record, print.</summary>
internal static class JudgeRun
{
    /// <summary>Judges once.</summary>
    /// <param name="inputs">What was asked for.</param>
    /// <param name="session">What it stands on.</param>
    /// <param name="interrupted">Ends it.</param>
    /// <returns>The exit code of the verdict, or 1 when there is none.</returns>
    public static async Task<int> RunAsync(JudgeInputs inputs, Session session, CancellationToken interrupted)
    {
        // 1. the policy
        PolicyFile file = await PolicyFile.ReadAsync(inputs.PolicyPath, session.Terminal, interrupted);
        PolicyResult policy = PolicyParser.Parse(file.Text);
        if (policy.Policy is null) return NoVerdict(inputs, session.Terminal, file.Name, policy.Violations);

        // 2. the plan, fixed before any data is seen
        (long from, long to) = inputs.Range.Resolve(policy.Policy, session.Clock.GetUtcNow());
        PlanResult plan = Planner.Plan(new JudgeRequest(policy.Policy, inputs.Baseline.Scope, inputs.Canary.Scope, from, to));
        if (plan.Plan is null) return NoVerdict(inputs, session.Terminal, file.Name, plan.Violations);

        // 3. where the run is recorded: a path that cannot be written is told before anything is asked
        await using FileStream? record = Record.Open(inputs.RecordPath);

        // 4. ask, align, compare, decide
        IMetricSource source = session.OpenPrometheus(inputs.Source);
        using var owned = source as IDisposable;
        JudgedRun run = await JudgeAsync(plan.Plan, source, inputs, session, interrupted);

        // 5. print, then keep
        var report = new Report(run.Plan, run.Queries, run.Verdict, source.Name, inputs.Baseline.Text, inputs.Canary.Text) { Notes = plan.Notes };
        Print(inputs, session.Terminal, report);
        if (record is not null) await Record.WriteAsync(record, run, interrupted);
        return ExitCode.Of(run.Verdict);
    }

    private static async Task<JudgedRun> JudgeAsync(
        JudgePlan plan, IMetricSource source, JudgeInputs inputs, Session session, CancellationToken interrupted)
    {
        if (inputs.Quiet || !session.Terminal.ErrorIsTerminal) return await LiveRun.JudgeAsync(plan, source, interrupted);
        await using var progress = new ProgressSource(source, plan.Metrics.Count, session.Terminal.Error, session.Clock);
        return await LiveRun.JudgeAsync(plan, progress, interrupted);
    }

    private static void Print(JudgeInputs inputs, Terminal terminal, Report report)
    {
        switch (inputs.Format)
        {
            case OutputFormat.Json:
                terminal.Out.WriteLine(VerdictJson.Write(report));
                break;
            case OutputFormat.Ndjson:
                foreach (string line in VerdictJson.Lines(report)) terminal.Out.WriteLine(line);
                break;
            default:
                terminal.Print(inputs.NoColor, console => VerdictText.Write(console, report, verdictOnly: inputs.Quiet));
                break;
        }
    }

    // What is wrong is for the person on standard error; a pipeline that reads JSON gets its one object all the same.
    private static int NoVerdict(JudgeInputs inputs, Terminal terminal, string document, IReadOnlyList<Violation> violations)
    {
        foreach (Violation violation in violations) terminal.Error.WriteLine(ViolationText.Line(document, violation));
        if (inputs.Format != OutputFormat.Text) terminal.Out.WriteLine(ViolationJson.NoVerdict(document, violations, indented: inputs.Format == OutputFormat.Json));
        return ExitCode.CouldNotJudge;
    }
}
