using CanaryJudge.Judging.Deciding;

namespace CanaryJudge.Judging.Rehearsing;

/// <summary>How rehearsals of one kind ended.</summary>
/// <param name="Promoted">Those that were promoted (of one metric: that passed).</param>
/// <param name="RolledBack">Those that were rolled back (of one metric: whose harm was found).</param>
public sealed record Endings(Chances Promoted, Chances RolledBack)
{
    /// <summary>Those still undecided at the horizon.</summary>
    public int Open => Promoted.Of - Promoted.Times - RolledBack.Times;

    /// <summary>Those undecided ones that the policy then promotes; a rule for whole rollouts, so that of one metric there are none.</summary>
    public Chances PromotedAtHorizon { get; init; } = new(0, Promoted.Of, []);

    /// <summary>Those undecided ones that the policy then rolls back, likewise.</summary>
    public Chances RolledBackAtHorizon { get; init; } = new(0, Promoted.Of, []);

    /// <summary>Sorts results by their outcome.</summary>
    /// <param name="results">The results.</param>
    public static Endings Of(IReadOnlyList<Rehearsed> results)
    {
        Rehearsed[] open = [.. results.Select(result => result with { Outcome = result.AtHorizon })];
        return new(Chances.From(results, VerdictOutcome.Promote), Chances.From(results, VerdictOutcome.Rollback))
        {
            PromotedAtHorizon = Chances.From(open, VerdictOutcome.Promote), RolledBackAtHorizon = Chances.From(open, VerdictOutcome.Rollback),
        };
    }
}
