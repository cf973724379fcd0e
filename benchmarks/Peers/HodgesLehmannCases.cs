using CanaryJudge.Statistics;

namespace CanaryJudge.Benchmarks.Peers;

/// <summary>hl/KIND/N: the median difference and its 98 % interval.</summary>
public sealed class HodgesLehmannCases : ICaseFamily
{
    public IEnumerable<PeerCase> Cases(string dataFolder, string only) =>
        SamplePairs.Cases(dataFolder, only, "hl", ["cont", "tied"], [60, 600, 10_000], static (pairs, n) =>
        {
            double[] scratch = new double[HodgesLehmann.ScratchLength(n, n)];
            return i => HodgesLehmann.Interval(pairs.Canary(i), pairs.Baseline(i), scratch, level: 0.98).Shift;
        });
}
