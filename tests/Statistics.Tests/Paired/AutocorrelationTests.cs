using CanaryJudge.Statistics.Tests.Oracles;
using CanaryJudge.Statistics.Tests.Reference;

namespace CanaryJudge.Statistics.Tests.Paired;

public sealed class AutocorrelationTests
{
    [Fact]
    public void Of_ReferenceBaseline_GivesItsLagOneCorrelation() => Assert.Equal(
        TwoSampleReference.Number("lag1AutocorrelationOfBaseline"), AutocorrelationTime.Of(TwoSampleReference.Baseline, AutocorrelationPrior.Series).Lag1, 1e-15);

    [Fact]
    public void LongRunVariance_ReferenceBaseline_IsTheCheckedValue() => Assert.Equal(
        TwoSampleReference.Number("neweyWestOfBaselineLag2"), NeweyWest.LongRunVariance(TwoSampleReference.Baseline, 2), 1e-15);

    [Fact]
    public void Of_RandomWindows_AgreesWithRsAcf()
    {
        double[][][] cases = [.. Walks(71, 300).Select(d => new[] { d })];
        double[][] answers = Oracle.R.Ask("answer <- function(d) acf(d, plot = FALSE, lag.max = 1)$acf[2]", cases);
        WorstDifference worst = new("Lag-one autocorrelation against R acf");
        for (int i = 0; i < cases.Length; i++) worst.Add(AutocorrelationTime.Of(cases[i][0], AutocorrelationPrior.Ratio).Lag1, answers[i][0], () => $"case {i}", floor: 0.01);
        worst.Hold(1e-12, atLeast: 300);
    }

    [Fact]
    public void Of_RandomWindowsWithGaps_FollowsTheFormulaInPython()
    {
        AutocorrelationPrior[] priors = [AutocorrelationPrior.Series, AutocorrelationPrior.Ratio, AutocorrelationPrior.SeriesWithHistory(0.7)];
        Random random = new(72);
        double[][][] cases = [.. Walks(73, 400).Select((d, i) =>
        {
            AutocorrelationPrior prior = priors[i % 3];
            double[] gappy = [.. d.Take(random.Next(0, d.Length + 1)).Select(value => random.Next(6) == 0 ? double.NaN : value)];
            return new[] { gappy, [prior.Correlation, prior.Windows, prior.LeanUp] };
        })];
        double[][] answers = Oracle.SciPy.Ask(
            """
            def answer(d, prior):
                rho0, w, up = prior
                ok = ~np.isnan(d)
                K = int(ok.sum())
                e = d - (d[ok].mean() if K else 0.0)
                pairs = [(e[i], e[i - 1]) for i in range(1, len(d)) if ok[i] and ok[i - 1]]
                den = float((e[ok] ** 2).sum())
                r = sum(a * b for a, b in pairs) / den * K / len(pairs) if den > 0 and pairs else 0.0
                r = (K * r + 1) / max(K - 3, 1) if K >= 5 else rho0
                if K + w > 0:
                    r = (min(max(r, -.2), .98) * K + rho0 * w) / (K + w)
                r = min(max(r + up / np.sqrt(max(K + w, 1)), 0.0), .9)
                return [(1 + r) / (1 - r), K]
            """, cases);
        WorstDifference worst = new("Autocorrelation time against Python");
        for (int i = 0; i < cases.Length; i++)
        {
            AutocorrelationTime time = AutocorrelationTime.Of(cases[i][0], new(cases[i][1][0], cases[i][1][1], cases[i][1][2]));
            worst.Add(time.Time, answers[i][0], () => $"case {i}");
            Assert.Equal(answers[i][1], time.Count);
            Assert.Equal(time.Count / time.Time, time.EffectiveCount);
        }

        worst.Hold(1e-11, atLeast: 400);
    }

    [Fact]
    public void LongRunVariance_RandomWindows_AgreesWithTheSandwichPackageOfR()
    {
        double[][][] cases = [.. Walks(74, 300).Where(d => d.Length >= 4).Select((d, i) => new[] { d, [i % 2 == 0 ? NeweyWest.DefaultLags(d.Length) : i % Math.Min(d.Length - 1, 12)] })];
        double[][] answers = Oracle.R.Ask("library(sandwich)\nanswer <- function(d, lag) length(d) * NeweyWest(lm(d ~ 1), lag = lag, prewhite = FALSE, adjust = FALSE)[1, 1]", cases);
        WorstDifference worst = new("Newey-West against R sandwich");
        for (int i = 0; i < cases.Length; i++) worst.Add(NeweyWest.LongRunVariance(cases[i][0], (int)cases[i][1][0]), answers[i][0], () => $"case {i}");
        worst.Hold(1e-10, atLeast: 200);
    }

    [Fact]
    public void DefaultLags_FollowTheRule()
    {
        Assert.Equal(4, NeweyWest.DefaultLags(100));
        Assert.Equal(1, NeweyWest.DefaultLags(2));
        Assert.Equal(30, NeweyWest.DefaultLags(1_000_000));
        Assert.Throws<ArgumentException>(() => NeweyWest.DefaultLags(1));
    }

    [Fact]
    public void Of_EmptyOrGapsOnly_IsThePrior()
    {
        double expected = 0.5 + (0.3 / Math.Sqrt(8));
        Assert.Equal(expected, AutocorrelationTime.Of([], AutocorrelationPrior.Series).Correlation, 1e-15);
        Assert.Equal(expected, AutocorrelationTime.Of([double.NaN, double.NaN], AutocorrelationPrior.Series).Correlation, 1e-15);
        Assert.Equal(1, AutocorrelationTime.Of([], new(0, 0, 0)).Time);
    }

    [Fact]
    public void Both_HugeAndTinyValues_ScaleExactly()
    {
        double[] d = [1, 3, 2, 5, 4, 4, 6, 1, 2];
        AutocorrelationTime plain = AutocorrelationTime.Of(d, AutocorrelationPrior.Series);
        double variance = NeweyWest.LongRunVariance(d, 2);
        foreach (int power in new[] { -1000, -500, 500, 1020 })
        {
            double[] scaled = [.. d.Select(value => Math.ScaleB(value, power))];
            Assert.Equal(plain, AutocorrelationTime.Of(scaled, AutocorrelationPrior.Series));
            Assert.Equal(Math.ScaleB(variance, 2 * power), NeweyWest.LongRunVariance(scaled, 2));
        }
    }

    [Fact]
    public void Both_ConstantWindows_HaveNoSpread()
    {
        Assert.Equal(0, AutocorrelationTime.Of([2, 2, 2], AutocorrelationPrior.Ratio).Lag1);
        Assert.Equal(0, NeweyWest.LongRunVariance([2, 2, 2], 1));
        Assert.Equal(0, NeweyWest.LongRunVariance([0, 0], 1));
    }

    [Fact]
    public void Unusable_IsRefusedByName()
    {
        Assert.Equal("windows", Assert.Throws<ArgumentException>(() => AutocorrelationTime.Of([double.PositiveInfinity], AutocorrelationPrior.Series)).ParamName);
        Assert.Equal("prior", Assert.Throws<ArgumentException>(() => AutocorrelationTime.Of([1], new(1, 0, 0))).ParamName);
        Assert.Equal("prior", Assert.Throws<ArgumentException>(() => AutocorrelationTime.Of([1], new(0, double.NaN, 0))).ParamName);
        Assert.Equal("prior", Assert.Throws<ArgumentException>(() => AutocorrelationTime.Of([1], new(0, 0, -1))).ParamName);
        Assert.Equal("windows", Assert.Throws<ArgumentException>(() => NeweyWest.LongRunVariance([1], 0)).ParamName);
        Assert.Equal("windows", Assert.Throws<ArgumentException>(() => NeweyWest.LongRunVariance([1, double.NaN], 0)).ParamName);
        Assert.Equal("lags", Assert.Throws<ArgumentException>(() => NeweyWest.LongRunVariance([1, 2], 2)).ParamName);
    }

    private static IEnumerable<double[]> Walks(int seed, int count)
    {
        Random random = new(seed);
        for (int i = 0; i < count; i++)
        {
            double rho = random.NextDouble(), value = 0, level = random.Next(100);
            yield return [.. Enumerable.Range(0, random.Next(2, 200)).Select(_ => level + (value = (rho * value) + random.NextDouble() - 0.5))];
        }
    }
}
