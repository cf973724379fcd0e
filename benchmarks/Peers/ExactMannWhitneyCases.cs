using CanaryJudge.Statistics;

namespace CanaryJudge.Benchmarks.Peers;

/// <summary>mwu-exact/cont/N: the two-sided exact p, nothing kept between calls.</summary>
public sealed class ExactMannWhitneyCases : ICaseFamily
{
    public IEnumerable<PeerCase> Cases(string dataFolder, string only) =>
        SamplePairs.Cases(dataFolder, only, "mwu-exact", ["cont"], [10, 60], static (pairs, n) =>
        {
            double[] scratch = new double[MannWhitney.ScratchLength(n, n)];
            return i => MannWhitney.Test(pairs.Canary(i), pairs.Baseline(i), scratch, method: MannWhitneyMethod.Exact).P;
        });
}
