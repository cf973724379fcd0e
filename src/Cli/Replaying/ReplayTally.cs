using CanaryJudge.Judging;
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

    /// <summary>Verdicts that are the recorded ones.</summary>
    public int Same { get; private set; }

    /// <summary>Verdicts that are not the recorded ones.</summary>
    public int Different { get; private set; }

    /// <summary>Verdicts that were to be compared and have none recorded.</summary>
    public int Unrecorded { get; private set; }

    /// <summary>A line about all of it; another about the comparison where it was asked for.</summary>
    public string Summary =>
        $"{Counted.Of(Judged, "rollout")}: {Of(VerdictOutcome.Promote)} promote, {Of(VerdictOutcome.Pause)} pause, {Of(VerdictOutcome.Rollback)} rollback"
        + (Wrong > 0 ? $"; {Wrong} could not be judged" : "")
        + (Same + Different + Unrecorded > 0 ? $"\n{Same} as recorded, {Different} different, {Unrecorded} without a recorded verdict" : "");

    /// <summary>Counts one.</summary>
    public void Add(Replayed result)
    {
        if (result.Outcome is { } outcome) _verdicts[(int)outcome]++;
        else Wrong++;
        if (result.Explanation is not { } explanation) return;
        if (explanation.Recorded is null) Unrecorded++;
        else if (explanation.IsSame) Same++;
        else Different++;
    }

    private int Of(VerdictOutcome outcome) => _verdicts[(int)outcome];
}
