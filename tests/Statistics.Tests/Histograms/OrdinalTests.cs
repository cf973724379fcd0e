using CanaryJudge.Statistics.Tests.Oracles;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.Histograms;

/// <summary>Bucket counts against R on the expanded sample, against the definition pair by pair, and the laws of ranks.</summary>
public sealed class OrdinalTests
{
    private static readonly Gen<double[]> Counts = Gen.Int[0, 40].Select(count => (double)count).Array[5];

    [Fact]
    public void OrdinalMannWhitney_RandomBuckets_MatchesRsNormalWilcoxon()
    {
        Random random = new(101);
        List<double[][]> cases = [];
        for (int i = 0; i < 800; i++)
        {
            int buckets = random.Next(2, 9);
            double[] canary = Buckets(random, buckets), baseline = Buckets(random, buckets);
            if (canary.Zip(baseline, (c, b) => c + b).Count(total => total > 0) < 2) continue; // R gives NaN when all are tied
            cases.Add([canary, baseline]);
        }

        const string script = """
            answer <- function(c, b) {
              x <- rep(seq_along(c), c); y <- rep(seq_along(b), b)
              w <- sapply(c("greater", "less", "two.sided"), function(a) wilcox.test(x, y, alternative = a, exact = FALSE, correct = FALSE)$p.value)
              c(wilcox.test(x, y, exact = FALSE, correct = FALSE)$statistic, w)
            }
            """;
        double[][] answers = Oracle.R.Ask(script, cases);
        Alternative[] all = [Alternative.Greater, Alternative.Less, Alternative.TwoSided];
        WorstDifference worst = new("Ordinal Mann-Whitney v R wilcox.test of the expanded sample");
        for (int i = 0; i < cases.Count; i++)
        {
            for (int a = 0; a < 3; a++)
            {
                OrdinalComparison ours = OrdinalMannWhitney.Test(cases[i][0], cases[i][1], all[a]);
                Assert.Equal(answers[i][0], ours.U);
                worst.Add(ours.P, answers[i][1 + a], () => $"case {i} {all[a]}");
            }
        }

        worst.Hold(1e-11, atLeast: 2000);
    }

    [Fact]
    public void OrdinalMannWhitney_ExpandedSample_AgreesWithTheOneOnValues() => Gen.Select(Counts, Counts).Sample((canary, baseline) =>
    {
        if (canary.Sum() == 0 || baseline.Sum() == 0) return;
        double[] x = Expand(canary), y = Expand(baseline);
        OrdinalComparison ours = OrdinalMannWhitney.Test(canary, baseline, Alternative.Greater), swapped = OrdinalMannWhitney.Test(baseline, canary, Alternative.Less);
        double u = x.Sum(a => y.Sum(b => a > b ? 1 : a == b ? 0.5 : 0));
        Assert.Equal(u, ours.U);
        Assert.Equal(-ours.Z, swapped.Z, 1e-12);
        Assert.Equal(1, ours.A12 + swapped.A12, 1e-12);
    });

    [Fact]
    public void OrdinalMannWhitney_OneRequestMovedUp_NeverLowersU() => Gen.Select(Counts, Counts, Gen.Int[0, 3]).Sample((canary, baseline, from) =>
    {
        if (canary[from] == 0 || baseline.Sum() == 0) return;
        double before = OrdinalMannWhitney.Test(canary, baseline, Alternative.Greater).U;
        double[] moved = [.. canary];
        moved[from]--;
        moved[from + 1]++;
        Assert.True(OrdinalMannWhitney.Test(moved, baseline, Alternative.Greater).U >= before);
    });

    [Fact]
    public void VanElteren_RandomWindows_MatchesTheFormulaInR()
    {
        Random random = new(102);
        List<double[][]> cases = [];
        for (int i = 0; i < 300; i++)
        {
            List<double[]> vectors = [];
            for (int k = 0; k < 4; k++) vectors.AddRange([Buckets(random, 6), Buckets(random, 6)]);
            cases.Add([.. vectors]);
        }

        const string script = """
            answer <- function(...) {
              rows <- list(...); top <- 0; bottom <- 0; e <- c(); w <- c()
              for (k in seq(1, length(rows), 2)) {
                x <- rep(1:6, rows[[k]]); y <- rep(1:6, rows[[k + 1]]); m <- length(x); n <- length(y); N <- m + n
                r <- rank(c(x, y)); U <- sum(r[seq_len(m)]) - m * (m + 1) / 2; t <- table(c(x, y))
                v <- m * n / 12 * (N + 1 - sum(t^3 - t) / (N * (N - 1)))
                top <- top + (U - m * n / 2) / (N + 1); bottom <- bottom + v / (N + 1)^2
                e <- c(e, (U - m * n / 2) / (N + 1)); w <- c(w, m * n / (N + 1))
              }
              z <- top / sqrt(bottom); s <- sum(e) / sum(w); K <- length(e)
              t <- sum(e) / sqrt(sum((e - s * w)^2) * K / (K - 1))
              c(z, pnorm(z, lower.tail = FALSE), 0.5 + s, t, pt(t, K - 1, lower.tail = FALSE))
            }
            """;
        double[][] answers = Oracle.R.Ask(script, cases);
        WorstDifference worst = new("Van Elteren and the clustered t v R");
        for (int i = 0; i < cases.Count; i++)
        {
            StratifiedOrdinal strata = default;
            for (int k = 0; k < 8; k += 2) strata = strata.With(cases[i][k], cases[i][k + 1]);
            StratifiedComparison ours = strata.Compare(Alternative.Greater);
            double[] numbers = [ours.Z, ours.P, ours.A12, ours.ClusteredT, ours.ClusteredP];
            for (int j = 0; j < numbers.Length; j++) worst.Add(numbers[j], answers[i][j], () => $"case {i} number {j}", 1e-2);
        }

        worst.Hold(1e-10, atLeast: 1500);
    }

    [Fact]
    public void StratifiedOrdinal_WindowsWithoutOneSide_AreSkipped()
    {
        StratifiedOrdinal one = default(StratifiedOrdinal).With([5, 3, 2], [4, 4, 2]);
        Assert.Equal(one, one.With([0, 0, 0], [1, 2, 3]).With([1, 2, 3], [0, 0, 0]));
        StratifiedComparison none = default(StratifiedOrdinal).Compare(Alternative.TwoSided);
        Assert.Equal((0, 0, 1, 0, 1), (none.Windows, none.Z, none.P, none.ClusteredT, none.ClusteredP));
        Assert.Equal(double.NaN, none.A12);
        OrdinalComparison single = OrdinalMannWhitney.Test([5, 3, 2], [4, 4, 2], Alternative.Greater);
        Assert.Equal(single.Z, one.Compare(Alternative.Greater).Z, 1e-13);
    }

    [Fact]
    public void OrdinalMannWhitney_UnusualCounts_FollowTheWrittenRule()
    {
        OrdinalComparison tied = OrdinalMannWhitney.Test([0, 7, 0], [0, 2147483647, 0], Alternative.TwoSided);
        Assert.Equal((0.5, 0, 1), (tied.A12, tied.Z, tied.P));
        OrdinalComparison huge = OrdinalMannWhitney.Test([2147483647, 2147483647], [2147483647, 2147483646], Alternative.Greater);
        Assert.True(double.IsFinite(huge.U) && huge.P is > 0.4 and < 0.6);
        OrdinalComparison far = OrdinalMannWhitney.Test([0, 300], [300, 0], Alternative.Greater);
        Assert.True(far.P is > 1e-140 and < 1e-120);
        Assert.Equal("canary", Assert.Throws<ArgumentException>(() => OrdinalMannWhitney.Test([1e-300, 0], [1, 2], Alternative.Less)).ParamName);
        Assert.Equal("canary", Assert.Throws<ArgumentException>(() => OrdinalMannWhitney.Test([1], [1, 2], Alternative.Less)).ParamName);
        Assert.Equal("canary", Assert.Throws<ArgumentException>(() => OrdinalMannWhitney.Test([0, 0], [1, 2], Alternative.Less)).ParamName);
        Assert.Equal("baseline", Assert.Throws<ArgumentException>(() => OrdinalMannWhitney.Test([1, 2], [0, 0], Alternative.Less)).ParamName);
        Assert.Equal("baseline", Assert.Throws<ArgumentException>(() => OrdinalMannWhitney.Test([1, 2], [double.NaN, 0], Alternative.Less)).ParamName);
        Assert.Equal("canary", Assert.Throws<ArgumentException>(() => OrdinalMannWhitney.Test([1, -2], [1, 0], Alternative.Less)).ParamName);
        Assert.Equal("canary", Assert.Throws<ArgumentException>(() => OrdinalMannWhitney.Test([9e15, 9e15], [1, 0], Alternative.Less)).ParamName);
    }

    [Fact]
    public void Exceedance_ParetoTail_GivesTheExactShareThatMoves()
    {
        // S(x) = x^-2 on bounds 1, 2, 4, ...: a power law, which the interpolation reproduces. p99 is 10; the edge is 8 and 1.1 times slower moves S(8/1.1) - S(8).
        double[] bounds = [1, 2, 4, 8, 16, 32], counts = new double[7];
        const double total = 1 << 20;
        for (int j = 1; j < 7; j++) counts[j] = total * (Math.Pow(4, 1 - j) - (j < 6 ? Math.Pow(4, -j) : 0));
        ExceedanceMargin margin = Exceedance.For(bounds, counts, 0.99, 0.1);
        Assert.Equal(10, margin.Quantile, 1e-9);
        Assert.Equal(3, margin.Edge);
        Assert.Equal((1.21 - 1) / 64, margin.Shift, 1e-12);
        Assert.Equal(0.01 - 1 / 121.0, margin.Mass, 1e-12);
        Assert.Equal(margin.Mass, margin.Harm, 1e-12);
        Assert.Equal((margin.Harm + margin.Shift) / 2, margin.Safety, 1e-12);
        Assert.Equal(4, margin.UpperEdge);
        Assert.Equal((1.21 - 1) / 256, margin.UpperHarm, 1e-12);
        Assert.True(margin.IsResolved);
        Assert.Equal((16384.0, total), Exceedance.Above(counts, 3));
    }

    [Fact]
    public void Exceedance_CoarseBounds_SaysThatItCannotResolveTheMargin()
    {
        ExceedanceMargin coarse = Exceedance.For([1, 100], [900, 99, 1], 0.99, 0.1);
        Assert.False(coarse.IsResolved);
        ExceedanceMargin below = Exceedance.For([100], [900, 100], 0.5, 0.1);
        Assert.Equal((-1, -1), (below.Edge, below.UpperEdge));
        Assert.False(below.IsResolved);
        Assert.True(below.Harm > 0);
    }

    [Fact]
    public void Exceedance_AnyReference_KeepsItsPromises() =>
        Gen.Select(Gen.Int[0, 500].Array[7], Gen.Double[0.05, 0.999], Gen.Double[0.01, 2]).Sample((counts, quantile, margin) =>
        {
            if (counts.Sum() == 0) return;
            double[] bounds = [0.1, 0.25, 0.5, 1, 2.5, 5], reference = [.. counts.Select(count => (double)count)];
            ExceedanceMargin result = Exceedance.For(bounds, reference, quantile, margin);
            Assert.InRange(result.Harm, 1e-5, 1);
            Assert.True(result.Safety >= result.Harm && result.Quantile is > 0 and <= 5);
            if (result.Edge >= 0) Assert.True(bounds[result.Edge] <= (1 + margin) * result.Quantile);
            ExceedanceMargin doubled = Exceedance.For([.. bounds.Select(bound => bound * 2)], reference, quantile, margin);
            Assert.Equal(result.Edge, doubled.Edge);
            Assert.Equal(result.Harm, doubled.Harm, 1e-12);
        });

    [Fact]
    public void Exceedance_ArgumentsOutOfRange_AreRefusedByName()
    {
        (string Name, Action Call)[] calls =
        [
            ("quantile", () => Exceedance.For([1], [1, 1], 1, 0.1)),
            ("margin", () => Exceedance.For([1], [1, 1], 0.5, 0)),
            ("counts", () => Exceedance.For([], [1], 0.5, 0.1)),
            ("bounds", () => Exceedance.For([1, 1.7e308], [1, 1, 1], 0.5, 0.1)),
            ("bounds", () => Exceedance.For([0], [1, 1], 0.5, 0.1)),
            ("bounds", () => Exceedance.For([1, double.PositiveInfinity], [1, 1, 1], 0.5, 0.1)),
            ("counts", () => Exceedance.For([1], [0, 0], 0.5, 0.1)),
            ("counts", () => Exceedance.For([1], [double.NaN, 0], 0.5, 0.1)),
            ("edge", () => Exceedance.Above([1, 2], 1)),
            ("edge", () => Exceedance.Above([1, 2], -1)),
            ("counts", () => Exceedance.Above([1, double.NaN], 0)),
        ];
        foreach ((string name, Action call) in calls) Assert.Equal(name, Assert.Throws<ArgumentException>(call).ParamName);
    }

    private static double[] Buckets(Random random, int count)
    {
        double[] buckets = [.. Enumerable.Range(0, count).Select(_ => (double)(random.Next(3) == 0 ? 0 : random.Next(60)))];
        if (buckets.Sum() == 0) buckets[random.Next(count)] = 1;
        return buckets;
    }

    private static double[] Expand(double[] counts) => [.. counts.SelectMany((count, bucket) => Enumerable.Repeat((double)bucket, (int)count))];
}
