using CanaryJudge.Cli.Frame;
using CanaryJudge.Cli.Rendering;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Cli.Replaying;

/// <summary>One replay: lines in, verdicts out, in the order of the lines.</summary>
/// <param name="session">What it stands on.</param>
internal sealed class ReplayRun(Session session)
{
    /// <summary>Judges every recording of every file.</summary>
    /// <param name="inputs">What was asked for.</param>
    /// <param name="interrupted">Ends it.</param>
    /// <returns>1 when a file or a line was wrong, or a verdict that was to be compared is not the recorded one; else 0.</returns>
    /// <exception cref="CommandFailedException">The policy is wrong: nothing was judged.</exception>
    public async Task<int> RunAsync(ReplayInputs inputs, CancellationToken interrupted)
    {
        Terminal terminal = session.Terminal;
        if (await ReadPolicyAsync(inputs.PolicyPath, interrupted) is not { IsRight: true } asked) return ExitCode.CouldNotJudge;
        var rules = new ReplayRules(asked.Policy, inputs.Judge);
        var input = new ReplayInput(terminal);
        var progress = new ReplayProgress(terminal, session.Clock);
        var tally = new ReplayTally();
        IAsyncEnumerable<Replayed> results = OrderedParallel.RunAsync<ReplayItem, Replayed>(
            (add, token) => input.ReadAsync(inputs.Files, add, token), item => Replayer.Judge(item, rules, inputs.Format, inputs.Explains), inputs.Parallel, interrupted);
        await foreach (Replayed result in results)
        {
            if (result.Problems.Count > 0) progress.Clear();
            foreach (string problem in result.Problems) await terminal.Error.WriteLineAsync(problem);
            if (result.Text is not null) await terminal.Out.WriteLineAsync(result.Text);
            tally.Add(result);
            progress.Show(tally.Judged, result.File);
        }

        progress.Clear();
        if (inputs.Format == OutputFormat.Text) await terminal.Out.WriteLineAsync(tally.Summary);
        return tally is { Wrong: 0, Different: 0, Unrecorded: 0 } ? ExitCode.Promote : ExitCode.CouldNotJudge;
    }

    private async Task<(bool IsRight, CanaryPolicy? Policy)> ReadPolicyAsync(string? path, CancellationToken interrupted)
    {
        if (path is null) return (true, null);
        PolicyFile file = await PolicyFile.ReadAsync(path, session.Terminal, interrupted);
        PolicyResult read = PolicyParser.Parse(file.Text);
        foreach (Violation violation in read.Violations) await session.Terminal.Error.WriteLineAsync(ViolationText.Line(file.Name, violation));
        return (read.Policy is not null, read.Policy);
    }
}
