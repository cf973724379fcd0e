using CanaryJudge.Cli.Frame;
using CanaryJudge.Cli.Rendering;
using CanaryJudge.Contracts.V1;

namespace CanaryJudge.Cli.Rollouts;

/// <summary>The contract's words about actions as people and machines read them.</summary>
internal static class RolloutWords
{
    /// <summary>A value for machines: null for unspecified.</summary>
    public static string? Machine(Enum value) => Convert.ToInt32(value) == 0 ? null : Words.Machine(value);

    /// <summary>A value for people; a dash for unspecified.</summary>
    public static string Human(Enum value) => Machine(value)?.Replace('_', ' ') ?? Scale.None;

    /// <summary>What a pipeline branches on: 0 done, 1 refused or failed, 3 everything that left the revision as it was without a fault, or has not ended.</summary>
    public static int ExitCodeOf(RolloutAction action) => action.Ending switch
    {
        RolloutActionEnding.Done => ExitCode.Promote,
        RolloutActionEnding.Refused or RolloutActionEnding.Failed => ExitCode.CouldNotJudge,
        _ => ExitCode.Pause,
    };

    /// <summary>The headline of an action: how it ended, or where it stands.</summary>
    public static string Headline(RolloutAction action) => Human(action.State == RolloutActionState.Ended ? action.Ending : action.State).ToUpperInvariant();
}
