using CanaryJudge.Cli.Frame;
using CanaryJudge.Cli.Rendering;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Judging.Rehearsing;

namespace CanaryJudge.Cli.Rehearsing;

/// <summary>The straight line of a rehearsing command: read the policy, find the past, rehearse, print.</summary>
internal static class RehearsalRun
{
    /// <summary>Runs it.</summary>
    /// <param name="inputs">What was asked for.</param>
    /// <param name="session">What it stands on.</param>
    /// <param name="rehearse">Rehearses; gives the exit code and what prints the result.</param>
    /// <param name="interrupted">Ends it.</param>
    /// <returns>The exit code; 1 when there is nothing to rehearse on.</returns>
    public static async Task<int> RunAsync(PastInputs inputs, Session session, Func<FoundPast, IRepetition, (int Code, Action Print)> rehearse, CancellationToken interrupted)
    {
        var progress = new RehearsalProgress(session.Terminal, session.Clock);
        try
        {
            (CanaryPolicy? policy, string document) = await PolicyAsync(inputs, session, interrupted);
            FoundPast found = inputs.Typed is not null ? TypedPast.Of(inputs, policy!, document) : inputs.Source is null
                ? await RecordedPast.ReadAsync(inputs, policy, session, progress, interrupted)
                : await PrometheusPast.ReadAsync(inputs, policy!, document, session, progress, interrupted);
            IReadOnlyList<string> hindrances = found.Past.Hindrances();
            if (hindrances.Count > 0) throw new PastFailedException(found.Source, [.. hindrances.Select(h => new Violation("", h, ""))]);
            (int code, Action print) = rehearse(found, new ParallelRepetition(inputs.Parallel, progress, interrupted));
            progress.Clear();
            print();
            return code;
        }
        catch (PastFailedException failed)
        {
            progress.Clear();
            foreach (Violation violation in failed.Violations) session.Terminal.Error.WriteLine(ViolationText.Line(failed.Document, violation));
            if (inputs.Format == OutputFormat.Json) session.Terminal.Out.WriteLine(NoResult(failed));
            return ExitCode.CouldNotJudge;
        }
        finally
        {
            progress.Clear();
        }
    }

    private static async Task<(CanaryPolicy? Policy, string Document)> PolicyAsync(PastInputs inputs, Session session, CancellationToken interrupted)
    {
        if (inputs.PolicyPath is null) return (null, "");
        PolicyFile file = await PolicyFile.ReadAsync(inputs.PolicyPath, session.Terminal, interrupted);
        PolicyResult read = PolicyParser.Parse(file.Text);
        return read.Policy is null ? throw new PastFailedException(file.Name, read.Violations) : (read.Policy, file.Name);
    }

    private static string NoResult(PastFailedException failed) => Json.Text(indented: true, json =>
    {
        json.WriteStartObject();
        json.WriteNumber("exit_code", ExitCode.CouldNotJudge);
        ViolationJson.WriteArray(json, failed.Document, failed.Violations);
        json.WriteEndObject();
    });
}
