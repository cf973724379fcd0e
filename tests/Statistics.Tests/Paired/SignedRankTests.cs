using CanaryJudge.Statistics.Tests.Oracles;
using CanaryJudge.Statistics.Tests.Reference;

namespace CanaryJudge.Statistics.Tests.Paired;

public sealed class SignedRankTests
{
    private static readonly Alternative[] Alternatives = [Alternative.TwoSided, Alternative.Greater, Alternative.Less];

    [Fact]
    public void Test_ReferenceDifferences_GivesRsExactP()
    {
        SignedRankResult eight = SignedRank.Test(TwoSampleReference.Numbers("signedRank", "eight", "d"));
        Assert.Equal(TwoSampleReference.Number("signedRank", "eight", "wPlus"), eight.WPlus);
        Assert.Equal(TwoSampleReference.Number("signedRank", "eight", "pTwoExact"), eight.P, 1e-16);
        Assert.Equal(SignedRankMethod.Exact, eight.Method);
        double[] differences = [.. TwoSampleReference.Canary.Zip(TwoSampleReference.Baseline, (c, b) => c - b)];
        SignedRankResult paired = SignedRank.Test(differences);
        Assert.Equal(55 - TwoSampleReference.Number("signedRank", "canaryMinusBaseline", "w"), paired.WPlus);
        Assert.Equal(TwoSampleReference.Number("signedRank", "canaryMinusBaseline", "pTwoExact"), paired.P, 1e-16);
    }

    [Fact]
    public void Test_WithoutTies_AgreesWithRsExactP() => Compare(
        "Signed-rank exact p against R", Oracle.R, "answer <- function(d) sapply(c('two.sided', 'greater', 'less'), function(a) wilcox.test(d, alternative = a, exact = TRUE)$p.value)",
        [.. PairedDifferences.Seeded(51, 1500, 90).Where(d => !PairedDifferences.HasTiesOrZeros(d))], ZeroRule.Drop, SignedRankMethod.Exact, 1e-12);

    [Fact]
    public void Test_WithTiesAndZeros_AgreesWithTheExactRankTestsOfR() => Compare(
        "Signed-rank exact p with ties against R exactRankTests", Oracle.R, """
        library(exactRankTests)
        answer <- function(d) {
          d <- d[d != 0]; r <- 2 * rank(abs(d)); s <- sum(r[d > 0]); n <- length(d)
          l <- pperm(s, r, n, paired = TRUE, alternative = 'less'); g <- pperm(s, r, n, paired = TRUE, alternative = 'greater')
          c(min(1, 2 * min(l, g)), g, l)
        }
        """,
        [.. PairedDifferences.Seeded(52, 1200, 60).Where(d => PairedDifferences.HasTiesOrZeros(d) && d.Any(value => value != 0))], ZeroRule.Drop, SignedRankMethod.Exact, 1e-11);

    [Fact]
    public void Test_ForcedNormal_AgreesWithR() => Compare(
        "Signed-rank normal p against R", Oracle.R, "answer <- function(d) sapply(c('two.sided', 'greater', 'less'), function(a) wilcox.test(d, alternative = a, exact = FALSE)$p.value)",
        [.. PairedDifferences.Seeded(53, 1500, 300).Where(d => d.Any(value => value != 0))], ZeroRule.Drop, SignedRankMethod.Normal, 1e-12);

    [Fact]
    public void Test_PrattForcedNormal_AgreesWithSciPy() => Compare(
        "Signed-rank normal p with Pratt's zeros against SciPy", Oracle.SciPy, """
        from scipy import stats
        def answer(d):
            return [min(1, stats.wilcoxon(d, zero_method='pratt', correction=False, mode='approx', alternative=a).pvalue) for a in ('two-sided', 'greater', 'less')]
        """,
        [.. PairedDifferences.Seeded(54, 600, 100).Where(d => d.Any(value => value != 0))], ZeroRule.Pratt, SignedRankMethod.Normal, 1e-11, correction: false);

    [Fact]
    public void Test_UpToTenDifferences_IsTheShareOfSignPatterns()
    {
        foreach (ZeroRule zeros in Enum.GetValues<ZeroRule>())
        {
            foreach (double[] d in PairedDifferences.Seeded(55, 300, 10))
            {
                (double atMost, double atLeast) = Enumerated(d, zeros);
                Assert.Equal(atLeast, SignedRank.Test(d, Alternative.Greater, zeros).P, 1e-15);
                Assert.Equal(atMost, SignedRank.Test(d, Alternative.Less, zeros).P, 1e-15);
                Assert.Equal(Math.Min(1, 2 * Math.Min(atMost, atLeast)), SignedRank.Test(d, Alternative.TwoSided, zeros).P, 1e-15);
            }
        }
    }

    [Theory]
    [InlineData(1e-4, 0.1)]
    [InlineData(1e-9, 2)]
    public void Test_ForcedEdgeworth_StaysWithinItsStatedErrorAndBeatsTheNormal(double smallestP, double statedError)
    {
        double worst = 0, worstNormal = 0;
        foreach (double[] d in PairedDifferences.Seeded(56, 600, 100).Where(d => d.Count(value => value != 0) >= 50))
        {
            double exact = SignedRank.Test(d, method: SignedRankMethod.Exact).LnP;
            if (exact < Math.Log(smallestP)) continue;
            worst = Math.Max(worst, Math.Abs(SignedRank.Test(d, method: SignedRankMethod.Edgeworth).LnP - exact));
            worstNormal = Math.Max(worstNormal, Math.Abs(SignedRank.Test(d, method: SignedRankMethod.Normal).LnP - exact));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"50 to 100 differences, p from {smallestP}: Edgeworth within {Math.Exp(worst) - 1:P1}, normal within {Math.Exp(worstNormal) - 1:P1} of exact");
        Assert.InRange(Math.Exp(worst) - 1, 0, statedError);
        Assert.True(worst < worstNormal);
    }

    [Theory]
    [InlineData(101, 1e-4, 2e-4)]
    [InlineData(101, 1e-9, 6e-4)]
    [InlineData(101, 0, 0.14)]
    [InlineData(400, 1e-30, 2e-4)]
    public void Saddlepoint_EveryValueOfLargeSamples_StaysWithinItsStatedErrorOfTheExactDistributionOfR(int n, double smallestP, double statedError)
    {
        double[] exact = Oracle.R.Ask("answer <- function(n) cumsum(dsignrank(0:floor(n * (n + 1) / 4), n))", [[[n]]])[0];
        SignedRanks ranks = SignedRanks.WithoutTies(n, new double[n]);
        SignedRankTail tail = SignedRankTail.Of(ranks);
        Assert.Equal(SignedRankTail.Of(n).Deviation, tail.Deviation, 1e-9);
        double worst = 0, before = 0;
        for (int w = 0; w < exact.Length; w++)
        {
            double ours = SignedRankSaddlepoint.AtLeast(tail.Mean - (2.0 * w), ranks, tail).P;
            Assert.True(ours >= before, $"P(W <= {w}) = {ours:R} is below P(W <= {w - 1}) = {before:R}");
            before = ours;
            if (exact[w] >= smallestP) worst = Math.Max(worst, Math.Abs((ours / exact[w]) - 1));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{n} differences, p from {smallestP}: saddlepoint within {worst:P3} of exact");
        Assert.InRange(worst, 0, statedError);
        Assert.Equal(1, SignedRankSaddlepoint.AtLeast(-tail.Mean, ranks, tail).P);
    }

    [Theory]
    [InlineData(false, 1e-9, 0.003)]
    [InlineData(true, 1e-9, 0.15)] // few distinct sizes leave gaps in the lattice
    public void Test_ForcedSaddlepoint_StaysWithinItsStatedErrorOfExact(bool tied, double smallestP, double statedError)
    {
        double worst = 0;
        int samples = 0;
        foreach (double[] d in PairedDifferences.Seeded(56, 600, 100).Where(d => d.Count(value => value != 0) >= 50 && PairedDifferences.HasTiesOrZeros(d) == tied))
        {
            samples++;
            foreach ((ZeroRule zeros, Alternative alternative) in (IEnumerable<(ZeroRule, Alternative)>)[(ZeroRule.Drop, Alternative.TwoSided), (ZeroRule.Pratt, Alternative.Greater), (ZeroRule.Drop, Alternative.Less)])
            {
                double exact = SignedRank.Test(d, alternative, zeros, SignedRankMethod.Exact).LnP;
                if (exact > Math.Log(smallestP)) worst = Math.Max(worst, Math.Abs(SignedRank.Test(d, alternative, zeros, SignedRankMethod.Saddlepoint).LnP - exact));
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{samples} samples of 50 to 100 differences, p from {smallestP}: saddlepoint within {Math.Exp(worst) - 1:P3} of exact");
        Assert.InRange(samples, 50, 600);
        Assert.InRange(Math.Exp(worst) - 1, 0, statedError);
    }

    [Fact]
    public void Test_FiveThousandDifferences_TakesTheExpansionNearTheMeanAndTheSaddlepointFarOut()
    {
        double[] near = [.. Enumerable.Range(1, 5000).Select(i => i % 2 == 0 ? (double)i : -i)], far = [.. Enumerable.Range(1, 5000).Select(i => i % 3 == 0 ? -(double)i : i)];
        Assert.Equal(SignedRankMethod.Edgeworth, SignedRank.Test(near).Method);
        SignedRankResult saddlepoint = SignedRank.Test(far), expansion = SignedRank.Test(far, method: SignedRankMethod.Edgeworth);
        Assert.Equal(SignedRankMethod.Saddlepoint, saddlepoint.Method);
        Assert.True(saddlepoint.LnP < expansion.LnP, "the expansion is too large in the far tail");
    }

    [Fact]
    public void Test_OnlyZeros_FindsNothing()
    {
        Assert.Equal(new SignedRankResult(0, 0, 1, 0, SignedRankMethod.Exact), SignedRank.Test([0, -0.0, 0]));
        Assert.Equal(1, SignedRank.Test([0, 0], zeros: ZeroRule.Pratt).P);
        Assert.Equal(1, SignedRank.Test([0, 0], method: SignedRankMethod.Normal).P);
        Assert.Equal(1, SignedRank.Test([0, 0], method: SignedRankMethod.Edgeworth).P);
        Assert.Equal(1, SignedRank.Test([0, 0], method: SignedRankMethod.Saddlepoint).P);
    }

    [Fact]
    public void Test_InfinitiesAndDenormals_AreOnlyRanked()
    {
        double[] plain = [3, -2, 1, 5, -4], awkward = [1e308, -1, double.Epsilon, double.PositiveInfinity, double.MinValue];
        Assert.Equal(SignedRank.Test(plain), SignedRank.Test(awkward));
    }

    [Fact]
    public void Test_HundredThousandOneSided_KeepsTheFarTailAsALogarithm()
    {
        double[] d = [.. Enumerable.Range(1, 100_000).Select(i => (double)i)];
        SignedRankResult result = SignedRank.Test(d);
        Assert.Equal(SignedRankMethod.Saddlepoint, result.Method);
        Assert.Equal(0, result.P);
        Assert.Equal(-99_999 * Math.Log(2), result.LnP, 0.15); // 14 % in p, after thirty thousand powers of ten
    }

    [Theory]
    [InlineData(new double[0], "no differences")]
    [InlineData(new[] { 1, double.NaN }, "index 1 is NaN")]
    public void Test_UnusableDifferences_AreRefusedByName(double[] d, string words)
    {
        ArgumentException thrown = Assert.Throws<ArgumentException>(() => SignedRank.Test(d));
        Assert.Equal("differences", thrown.ParamName);
        Assert.Contains(words, thrown.Message);
    }

    [Fact]
    public void Test_ExactForcedAboveItsLimit_IsRefused()
    {
        double[] d = [.. Enumerable.Range(1, 101).Select(i => (double)i)];
        Assert.Equal("method", Assert.Throws<ArgumentException>(() => SignedRank.Test(d, method: SignedRankMethod.Exact)).ParamName);
        Assert.Equal(Math.ScaleB(1, -99), SignedRank.Test(d.AsSpan(0, 100)).P);
    }

    [Fact]
    public void Test_PrattWithManyZeros_StillCountsExactly()
    {
        double[] d = [.. new double[150], .. Enumerable.Range(1, 100).Select(i => (double)i)];
        Assert.Equal(SignedRankMethod.Exact, SignedRank.Test(d, zeros: ZeroRule.Pratt).Method);
        Assert.Equal(Math.ScaleB(1, -99), SignedRank.Test(d, zeros: ZeroRule.Pratt).P);
        SignedRankResult beyond = SignedRank.Test([0, 0, .. d], zeros: ZeroRule.Pratt);
        Assert.Equal(SignedRankMethod.Saddlepoint, beyond.Method);
        Assert.Equal(-99 * Math.Log(2), beyond.LnP, 0.3);
    }

    private static (double AtMost, double AtLeast) Enumerated(double[] d, ZeroRule zeros)
    {
        double[] ranked = zeros == ZeroRule.Pratt ? d : [.. d.Where(value => value != 0)];
        (double Rank, bool Positive)[] ranks = [.. ranked.Where(value => value != 0).Select(value => (
            1 + ranked.Count(other => Math.Abs(other) < Math.Abs(value)) + ((ranked.Count(other => Math.Abs(other) == Math.Abs(value)) - 1) / 2.0), value > 0))];
        double observed = ranks.Where(rank => rank.Positive).Sum(rank => rank.Rank);
        int atMost = 0, atLeast = 0, all = 1 << ranks.Length;
        for (int signs = 0; signs < all; signs++)
        {
            double sum = ranks.Where((_, i) => (signs >> i & 1) == 1).Sum(rank => rank.Rank);
            if (sum <= observed) atMost++;
            if (sum >= observed) atLeast++;
        }

        return ((double)atMost / all, (double)atLeast / all);
    }

    private static void Compare(string subject, Oracle oracle, string script, double[][] cases, ZeroRule zeros, SignedRankMethod method, double tolerance, bool correction = true)
    {
        double[][] answers = oracle.Ask(script, [.. cases.Select(d => new[] { d })]);
        WorstDifference worst = new(subject);
        for (int i = 0; i < cases.Length; i++)
        {
            double[] d = cases[i];
            for (int a = 0; a < Alternatives.Length; a++)
            {
                double ours = correction ? SignedRank.Test(d, Alternatives[a], zeros, method).P : Uncorrected(d, Alternatives[a], zeros);
                worst.Add(ours, answers[i][a], () => $"{Alternatives[a]} {PairedDifferences.Describe(d)}", floor: 1e-300);
            }
        }

        worst.Hold(tolerance, atLeast: 500);
    }

    /// <summary>SciPy's correction with Pratt's zeros is not R's: compare the moments alone.</summary>
    private static double Uncorrected(double[] d, Alternative alternative, ZeroRule zeros)
    {
        SignedRanks ranks = SignedRanks.Of(d, zeros, new double[2 * d.Length], "d");
        SignedRankTail tail = SignedRankTail.Of(ranks);
        double z = (ranks.DoubledSum - tail.Mean) / tail.Deviation;
        return alternative switch
        {
            Alternative.Greater => NormalTail.Upper(z),
            Alternative.Less => NormalTail.Upper(-z),
            _ => Math.Min(1, 2 * NormalTail.Upper(Math.Abs(z))),
        };
    }
}
