using CanaryJudge.Cli.Frame;
using CanaryJudge.Cli.Rendering;

namespace CanaryJudge.Cli.Demo;

/// <summary>Plays the rollouts one after the other and answers for all of them.</summary>
internal static class DemoRun
{
    /// <summary>Plays them.</summary>
    /// <param name="acts">The rollouts.</param>
    /// <param name="rollout">Plays one.</param>
    /// <param name="view">Shows it.</param>
    /// <param name="interrupted">Stops everything that was started; the call then throws.</param>
    /// <returns>With expectations 0 when all were met, else 1; without, the code of the last verdict.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<DemoAct> acts, DemoRollout rollout, IDemoView view, CancellationToken interrupted)
    {
        var results = new List<(DemoAct Act, Report Report)>();
        foreach (DemoAct act in acts)
        {
            Report report = await view.ShowAsync(act, results.Count + 1, acts.Count, show => rollout.PlayAsync(act.Fault, show, interrupted));
            results.Add((act, report));
        }

        int exitCode = acts.All(act => act.Expected is null)
            ? ExitCode.Of(results[^1].Report.Verdict)
            : results.All(r => r.Report.Verdict.Outcome == r.Act.Expected) ? ExitCode.Promote : ExitCode.CouldNotJudge;
        view.Close(results, exitCode);
        return exitCode;
    }
}
