using CanaryJudge.Judging.Deciding;

namespace CanaryJudge.Judging.Rehearsing;

/// <summary>How rehearsals of one kind ended.</summary>
/// <param name="Promoted">Those that were promoted (of one metric: that passed).</param>
/// <param name="RolledBack">Those that were rolled back (of one metric: whose harm was found).</param>
public sealed record Endings(Chances Promoted, Chances RolledBack)
{
    /// <summary>Those still undecided at the horizon.</summary>
    public int Open => Promoted.Of - Promoted.Times - RolledBack.Times;

    /// <summary>Sorts results by their outcome.</summary>
    /// <param name="results">The results.</param>
    public static Endings Of(IReadOnlyList<Rehearsed> results) => new(Chances.From(results, VerdictOutcome.Promote), Chances.From(results, VerdictOutcome.Rollback));
}
