using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Cli.Rehearsing;

/// <summary>There is no past to rehearse on, for these reasons.</summary>
/// <param name="document">What they are about: the policy's or the recordings' file.</param>
/// <param name="violations">The reasons.</param>
internal sealed class PastFailedException(string document, IReadOnlyList<Violation> violations) : Exception
{
    /// <summary>What they are about.</summary>
    public string Document { get; } = document;

    /// <summary>The reasons.</summary>
    public IReadOnlyList<Violation> Violations { get; } = violations;
}
