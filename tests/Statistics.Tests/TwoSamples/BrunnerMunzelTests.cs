using CanaryJudge.Statistics.Tests.Oracles;
using CanaryJudge.Statistics.Tests.Reference;

namespace CanaryJudge.Statistics.Tests.TwoSamples;

public sealed class BrunnerMunzelTests
{
    [Fact]
    public void Test_ReferencePairs_AreSciPysWithTheOppositeSign()
    {
        BrunnerMunzelResult plain = BrunnerMunzel.Test(TwoSampleReference.Canary, TwoSampleReference.Baseline);
        Assert.Equal(-TwoSampleReference.Number("brunnerMunzel", "canaryAgainstBaseline", "statistic"), plain.Statistic, 1e-14);
        Assert.Equal(TwoSampleReference.Number("brunnerMunzel", "canaryAgainstBaseline", "p"), plain.P, 1e-15);
        BrunnerMunzelResult tied = BrunnerMunzel.Test(TwoSampleReference.TiedBaseline, TwoSampleReference.TiedCanary);
        Assert.Equal(-TwoSampleReference.Number("brunnerMunzel", "tiedBaselineAgainstCanary", "statistic"), tied.Statistic, 1e-14);
        Assert.Equal(TwoSampleReference.Number("brunnerMunzel", "tiedBaselineAgainstCanary", "p"), tied.P, 1e-15);
        Assert.False(tied.FellBack);
    }

    [Fact]
    public void Test_RandomPairs_AgreesWithSciPy()
    {
        double[][][] cases = [.. SamplePairs.Seeded(42, 1500, 150).Where(pair => pair[0].Length > 1 && pair[1].Length > 1 && !BrunnerMunzel.Test(pair[0], pair[1]).FellBack)];
        // SciPy's alternatives speak of the second sample's excess in its statistic's sign: 'less' there is Greater here.
        double[][] answers = Oracle.SciPy.Ask(
            """
            from scipy import stats
            def answer(x, y):
                r = [stats.brunnermunzel(x, y, alternative=a) for a in ('two-sided', 'less', 'greater')]
                return [r[0].statistic] + [one.pvalue for one in r]
            """, cases);
        WorstDifference worst = new("Brunner-Munzel against SciPy");
        for (int i = 0; i < cases.Length; i++)
        {
            double[][] pair = cases[i];
            string Describe() => SamplePairs.Describe(pair);
            worst.Add(BrunnerMunzel.Test(pair[0], pair[1]).Statistic, -answers[i][0], Describe, floor: 1e-3);
            worst.Add(BrunnerMunzel.Test(pair[0], pair[1]).P, answers[i][1], Describe, floor: 1e-3);
            worst.Add(BrunnerMunzel.Test(pair[0], pair[1], Alternative.Less).P, answers[i][2], Describe, floor: 1e-3);
            worst.Add(BrunnerMunzel.Test(pair[0], pair[1], Alternative.Greater).P, answers[i][3], Describe, floor: 1e-3);
        }

        // SciPy takes one minus the lower tail, so its error is absolute: the floor admits it, and R judges the far tail.
        worst.Hold(1e-12, atLeast: 3000);
    }

    [Fact]
    public void Test_RandomPairs_AgreesWithRIntoTheFarTail()
    {
        double[][][] cases = [.. SamplePairs.Seeded(43, 800, 400).Where(pair => pair[0].Length > 1 && pair[1].Length > 1 && !BrunnerMunzel.Test(pair[0], pair[1]).FellBack)];
        double[][] answers = Oracle.R.Ask(
            """
            answer <- function(x, y) {
              n <- length(x); m <- length(y); r <- rank(c(x, y)); rx <- r[1:n]; ry <- r[-(1:n)]
              vx <- n * var(rx - rank(x)); vy <- m * var(ry - rank(y))
              w <- n * m * (mean(rx) - mean(ry)) / ((n + m) * sqrt(vx + vy))
              df <- (vx + vy)^2 / (vx^2 / (n - 1) + vy^2 / (m - 1))
              c(df, pt(w, df, lower.tail = FALSE), pt(w, df), min(1, 2 * pt(-abs(w), df)))
            }
            """, cases);
        WorstDifference worst = new("Brunner-Munzel against R");
        for (int i = 0; i < cases.Length; i++)
        {
            double[][] pair = cases[i];
            string Describe() => SamplePairs.Describe(pair);
            worst.Add(BrunnerMunzel.Test(pair[0], pair[1]).DegreesOfFreedom, answers[i][0], Describe);
            worst.Add(BrunnerMunzel.Test(pair[0], pair[1], Alternative.Greater).P, answers[i][1], Describe, floor: 1e-300);
            worst.Add(BrunnerMunzel.Test(pair[0], pair[1], Alternative.Less).P, answers[i][2], Describe, floor: 1e-300);
            worst.Add(BrunnerMunzel.Test(pair[0], pair[1]).P, answers[i][3], Describe, floor: 1e-300);
        }

        worst.Hold(1e-10, atLeast: 2000);
    }

    [Fact]
    public void Test_FullySeparated_FallsBackToExactMannWhitney()
    {
        BrunnerMunzelResult result = BrunnerMunzel.Test([5, 6, 7], [1, 2, 3, 4], Alternative.Greater);
        Assert.True(result.FellBack);
        Assert.Equal(double.PositiveInfinity, result.Statistic);
        Assert.Equal(1.0 / 35, result.P, 1e-16);
        Assert.Equal(double.NegativeInfinity, BrunnerMunzel.Test([1, 2], [3, 4]).Statistic);
    }

    [Fact]
    public void Test_AllEqual_FindsNothing() => Assert.Equal(new BrunnerMunzelResult(0, double.NaN, 1, 0, true), BrunnerMunzel.Test([1, 1], [1, 1, 1]));

    [Fact]
    public void Test_OneValue_IsRefusedByName()
    {
        ArgumentException thrown = Assert.Throws<ArgumentException>(() => BrunnerMunzel.Test([1, 2], [3]));
        Assert.Equal("y", thrown.ParamName);
        Assert.Contains("two a side", thrown.Message);
    }
}
