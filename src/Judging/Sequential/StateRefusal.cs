namespace CanaryJudge.Judging.Sequential;

/// <summary>Why a state is refused. In each case judging from the first window on leads to the same verdict.</summary>
public enum StateRefusal
{
    /// <summary>The bytes are no state of a sequential run, or are cut short.</summary>
    NotAState,

    /// <summary>The state was written by a version that keeps other numbers.</summary>
    OtherVersion,

    /// <summary>The state was made with other rules: another policy or other constants.</summary>
    OtherRules,

    /// <summary>The state was made from other windows, or from more than there are now.</summary>
    OtherWindows,

    /// <summary>The state's bytes were changed.</summary>
    Damaged,
}
