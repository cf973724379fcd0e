using CanaryJudge.Cli.Rendering;
using CanaryJudge.Judging.Deciding;

namespace CanaryJudge.Cli.Demo;

/// <summary>The demo's sentences.</summary>
internal static class DemoWords
{
    /// <summary>The title of a rollout.</summary>
    public static string Title(DemoAct act, int number, int count) => $"Rollout {number} of {count}: {act.Title}";

    /// <summary>What is running.</summary>
    public static string Scene => $"baseline v1 and canary v2, {DemoRollout.RequestsPerSecond} real requests a second, half to each";

    /// <summary>Where a rollout is.</summary>
    public static string Progress(DemoMoment moment) => moment switch
    {
        { Report: null } => $"window {moment.Window} of at most {moment.Horizon}: warming up, not judged",
        { IsLast: true } => $"window {moment.Window} of at most {moment.Horizon}: decided",
        _ => $"window {moment.Window} of at most {moment.Horizon}: not decided yet",
    };

    /// <summary>How the whole demo went; null when one rollout was played without an expectation.</summary>
    public static string? Outcome(IReadOnlyList<(DemoAct Act, Report Report)> results)
    {
        if (results.All(r => r.Act.Expected is null)) return null;
        (DemoAct Act, Report Report)[] wrong = [.. results.Where(r => r.Report.Verdict.Outcome != r.Act.Expected)];
        if (wrong.Length == 0) return "As it should be: the healthy canary is promoted, the failing one rolled back.";
        return string.Join(" ", wrong.Select(r =>
            $"Not as it should be: {r.Act.Title} ended in {Words.Human(r.Report.Verdict.Outcome)}, not {Name(r.Act.Expected)}."))
            + " On a machine that is very busy, try a longer --interval.";
    }

    private static string Name(VerdictOutcome? outcome) => outcome is { } known ? Words.Human(known) : "any";
}
