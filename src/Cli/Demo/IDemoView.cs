using CanaryJudge.Cli.Rendering;

namespace CanaryJudge.Cli.Demo;

/// <summary>How the demo is shown.</summary>
internal interface IDemoView
{
    /// <summary>Shows one rollout while it plays, and its verdict.</summary>
    /// <param name="act">The rollout.</param>
    /// <param name="number">Which one it is, from 1.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="play">Plays it; calls what it is given after each window.</param>
    Task<Report> ShowAsync(DemoAct act, int number, int count, Func<Action<DemoMoment>, Task<Report>> play);

    /// <summary>Shows how the whole demo went.</summary>
    /// <param name="results">Every rollout with its verdict.</param>
    /// <param name="exitCode">What the process answers.</param>
    void Close(IReadOnlyList<(DemoAct Act, Report Report)> results, int exitCode);
}
