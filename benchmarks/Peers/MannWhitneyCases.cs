using CanaryJudge.Statistics;

namespace CanaryJudge.Benchmarks.Peers;

/// <summary>mwu/KIND/N: the two-sided p of the normal law, corrected for ties and continuity.</summary>
public sealed class MannWhitneyCases : ICaseFamily
{
    public IEnumerable<PeerCase> Cases(string dataFolder, string only) =>
        SamplePairs.Cases(dataFolder, only, "mwu", ["cont", "tied"], [10, 60, 600, 10_000, 100_000, 1_000_000], static (pairs, n) =>
        {
            double[] scratch = new double[MannWhitney.ScratchLength(n, n)];
            return i => MannWhitney.Test(pairs.Canary(i), pairs.Baseline(i), scratch, method: MannWhitneyMethod.Normal).P;
        });
}
