namespace CanaryJudge.Benchmarks.Scoreboard;

/// <summary>The scores of every judge: over all, a family, and a seed.</summary>
internal sealed class Board
{
    private readonly Dictionary<(string Judge, string? Family, int? Seed), Score> scores = [];

    /// <summary>Adds one ended rollout.</summary>
    public void Add(string judge, Rollout rollout, int seed, Ruling ruling)
    {
        Cell(judge, null, null).Add(rollout.IsDegraded, ruling);
        Cell(judge, rollout.Family, null).Add(rollout.IsDegraded, ruling);
        Cell(judge, null, seed).Add(rollout.IsDegraded, ruling);
    }

    /// <summary>The score of a judge over everything.</summary>
    public Score Of(Contender judge) => Cell(judge.Name, null, null);

    /// <summary>The score of a judge over one family.</summary>
    public Score Of(Contender judge, Family family) => Cell(judge.Name, family.Name, null);

    /// <summary>The score of a judge over one seed.</summary>
    public Score Of(Contender judge, int seed) => Cell(judge.Name, null, seed);

    /// <summary>The family in which a share is highest, with it; null when it is nowhere above 0.</summary>
    public (Family Family, double Share)? Worst(Contender judge, IReadOnlyList<Family> families, Func<Score, double> share) => families
        .Select(f => (Family: f, Share: share(Of(judge, f)))).Where(w => w.Share > 0)
        .OrderByDescending(w => w.Share).Select(w => ((Family, double)?)w).FirstOrDefault();

    private Score Cell(string judge, string? family, int? seed)
    {
        if (!scores.TryGetValue((judge, family, seed), out Score? score)) scores[(judge, family, seed)] = score = new Score();
        return score;
    }
}
