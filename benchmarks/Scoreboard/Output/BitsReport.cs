using System.Security.Cryptography;
using System.Text;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Sequential;

namespace CanaryJudge.Benchmarks.Scoreboard;

/// <summary>A fingerprint of every number that sequential judging keeps, window by window: what must not change over machines, threads and refactorings.</summary>
internal static class BitsReport
{
    private static readonly SequentialParameters[] Sets = [SequentialParameters.Plain, SequentialParameters.Strict, SequentialParameters.Calibrated];

    /// <summary>One line a family: its name and the fingerprint over all of its rollouts.</summary>
    /// <param name="options">Seeds, rollouts and families.</param>
    /// <returns>The lines; the same for the same options.</returns>
    public static string Of(Options options)
    {
        string[] lines = new string[options.Families.Count];
        Parallel.For(0, lines.Length, new ParallelOptions { MaxDegreeOfParallelism = options.Threads }, f => lines[f] = Line(options.Families[f], options));
        return new StringBuilder().AppendJoin('\n', lines).Append('\n').ToString();
    }

    private static string Line(Family family, Options options)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (int seed in options.Seeds)
        {
            for (int i = 0; i < options.Rollouts; i++)
            {
                Rollout rollout = Fleet.Make(family, i, seed);
                foreach (SequentialParameters set in Sets)
                {
                    Add(hash, new SequentialRun(Shape.Policy(rollout), rollout.Metrics, set));
                    Add(hash, new SequentialRun(Shape.Policy(rollout), Windows.WithoutHistory(rollout.Metrics), set));
                }
            }
        }

        return $"{family.Name} {Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16))}";
    }

    private static void Add(IncrementalHash hash, SequentialRun run)
    {
        for (int k = 0; k < Shape.Windows && run.Outcome == VerdictOutcome.Pause; k++)
        {
            run.Advance();
            hash.AppendData(run.Save());
        }
    }
}
