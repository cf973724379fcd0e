using CanaryJudge.Judging.Deciding;

namespace CanaryJudge.Cli.Frame;

/// <summary>What the process answers to the shell. A pipeline branches on these, so they never change their meaning.</summary>
internal static class ExitCode
{
    /// <summary>Promote; or, for a command without a verdict, done and in order.</summary>
    public const int Promote = 0;

    /// <summary>Nothing is known: the source, the policy or a file failed; or a check found something wrong.</summary>
    public const int CouldNotJudge = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Not enough evidence either way.</summary>
    public const int Pause = 3;

    /// <summary>The canary is worse; or it is not proven safe at the horizon, where the policy says so.</summary>
    public const int Rollback = 4;

    /// <summary>Ctrl-C or a termination signal.</summary>
    public const int Interrupted = 130;

    /// <summary>The code of a verdict.</summary>
    public static int Of(Verdict verdict) => verdict.Outcome switch
    {
        _ when verdict.CouldNotJudge => CouldNotJudge,
        VerdictOutcome.Promote => Promote,
        VerdictOutcome.Pause => Pause,
        VerdictOutcome.Rollback => Rollback,
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict.Outcome, "No exit code is defined for this outcome."),
    };
}
