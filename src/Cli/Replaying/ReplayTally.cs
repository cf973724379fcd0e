using CanaryJudge.Judging.Deciding;

namespace CanaryJudge.Cli.Replaying;

/// <summary>Counts what came of a replay.</summary>
internal sealed class ReplayTally
{
    private readonly int[] _verdicts = new int[Enum.GetValues<VerdictOutcome>().Length];

    /// <summary>Rollouts with a verdict.</summary>
    public int Judged => _verdicts.Sum();

    /// <summary>Lines and files that could not be judged.</summary>
    public int Wrong { get; private set; }

    /// <summary>One line about all of it.</summary>
    public string Summary =>
        $"{Judged} {(Judged == 1 ? "rollout" : "rollouts")}: {Of(VerdictOutcome.Promote)} promote, {Of(VerdictOutcome.Pause)} pause, {Of(VerdictOutcome.Rollback)} rollback"
        + (Wrong > 0 ? $"; {Wrong} could not be judged" : "");

    /// <summary>Counts one.</summary>
    public void Add(Replayed result)
    {
        if (result.Outcome is { } outcome) _verdicts[(int)outcome]++;
        else Wrong++;
    }

    private int Of(VerdictOutcome outcome) => _verdicts[(int)outcome];
}
