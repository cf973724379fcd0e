namespace CanaryJudge.Benchmarks.Scoreboard;

/// <summary>Simulates every rollout and has every judge end it.</summary>
internal static class Season
{
    /// <summary>Runs all; the outcome does not depend on the number of threads.</summary>
    public static Board Run(Options options, Action<int, int> progress)
    {
        Board board = new();
        (Family Family, int Seed)[] parts = [.. options.Seeds.SelectMany(seed => options.Families.Select(family => (family, seed)))];
        for (int p = 0; p < parts.Length; p++)
        {
            (Family family, int seed) = parts[p];
            (Rollout Rollout, Ruling?[] Rulings)[] ended = new (Rollout, Ruling?[])[options.Rollouts];
            Parallel.For(0, options.Rollouts, i => ended[i] = End(family, i, seed, options));
            foreach ((Rollout rollout, Ruling?[] rulings) in ended)
            {
                for (int j = 0; j < rulings.Length; j++)
                {
                    if (rulings[j] is Ruling ruling) board.Add(options.Judges[j].Name, rollout, seed, ruling);
                }
            }

            progress(p + 1, parts.Length);
        }

        return board;
    }

    private static (Rollout Rollout, Ruling?[] Rulings) End(Family family, int index, int seed, Options options)
    {
        Rollout rollout = Fleet.Make(family, index, seed);
        if (!options.History) rollout = rollout with { Metrics = Windows.WithoutHistory(rollout.Metrics) };
        return (rollout with { Metrics = [] }, [.. options.Judges.Select(c => c.Judge.CanJudge(rollout) ? c.Judge.Judge(rollout) : (Ruling?)null)]);
    }
}
