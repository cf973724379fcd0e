using CanaryJudge.Cli.Frame;

namespace CanaryJudge.Cli.Comparing;

/// <summary>One comparison: read both files, compare, print.</summary>
/// <param name="terminal">Where it reads and writes.</param>
internal sealed class CompareRun(Terminal terminal)
{
    /// <summary>Compares.</summary>
    /// <param name="inputs">What was asked for.</param>
    /// <param name="interrupted">Ends it.</param>
    /// <returns>1 when a file is wrong, with every problem on standard error; else 0.</returns>
    /// <exception cref="CommandFailedException">The method or the margin cannot serve these numbers.</exception>
    public async Task<int> RunAsync(CompareInputs inputs, CancellationToken interrupted)
    {
        NumbersFile baseline = await NumbersFile.ReadAsync(inputs.BaselinePath, inputs.Column, terminal, interrupted);
        NumbersFile canary = await NumbersFile.ReadAsync(inputs.CanaryPath, inputs.Column, terminal, interrupted);
        string[] problems = [.. baseline.Problems, .. canary.Problems];
        foreach (string problem in problems) await terminal.Error.WriteLineAsync(problem);
        if (problems.Length > 0) return ExitCode.CouldNotJudge;

        CompareReport report = CompareReport.Of(inputs, baseline, canary);
        await terminal.Out.WriteLineAsync(inputs.Format == OutputFormat.Json ? CompareJson.Write(report) : CompareText.Write(report));
        return ExitCode.Promote;
    }
}
