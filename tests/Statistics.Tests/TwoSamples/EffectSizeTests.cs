using CanaryJudge.Statistics.Tests.Oracles;
using CanaryJudge.Statistics.Tests.Reference;

namespace CanaryJudge.Statistics.Tests.TwoSamples;

public sealed class EffectSizeTests
{
    [Fact]
    public void Of_ReferencePair_GivesA12AndCliffsDelta()
    {
        EffectSize effect = EffectSize.Of(TwoSampleReference.Canary, TwoSampleReference.Baseline);
        Assert.Equal(TwoSampleReference.Number("effectSize", "a12"), effect.A12, 1e-15);
        Assert.Equal(TwoSampleReference.Number("effectSize", "cliffsDelta"), effect.CliffsDelta, 1e-15);
    }

    [Fact]
    public void Of_RandomPairs_AgreesWithPlacementsInR()
    {
        double[][][] cases = [.. SamplePairs.Seeded(41, 800, 120).Where(pair => pair[0].Length > 1 && pair[1].Length > 1)];
        double[][] answers = Oracle.R.Ask(
            """
            answer <- function(x, y) {
              s <- sign(outer(x, y, "-"))
              c(mean(s), 2 * sqrt(var(rowMeans(s) / 2) / length(x) + var(colMeans(s) / 2) / length(y)))
            }
            """, cases);
        WorstDifference worst = new("Cliff's delta and its error against R");
        for (int i = 0; i < cases.Length; i++)
        {
            EffectSize effect = EffectSize.Of(cases[i][0], cases[i][1]);
            string Describe() => SamplePairs.Describe(cases[i]);
            worst.Add(effect.CliffsDelta, answers[i][0], Describe, floor: 1e-3);
            worst.Add(effect.CliffsDeltaError, answers[i][1], Describe, floor: 1e-3);
            Assert.Equal(effect.CliffsDelta, (2 * effect.A12) - 1, 1e-15);
        }

        worst.Hold(1e-12, atLeast: 1000);
    }

    [Fact]
    public void Of_OneValueASide_HasNoStandardError()
    {
        EffectSize effect = EffectSize.Of([2], [1, 3]);
        Assert.Equal(0.5, effect.A12);
        Assert.True(double.IsNaN(effect.CliffsDeltaError));
    }

    [Fact]
    public void Of_SeparatedSamples_IsOneWithErrorZero() => Assert.Equal(new EffectSize(1, 1, 0), EffectSize.Of([3, 4], [1, 2]));
}
