using CanaryJudge.Statistics.Tests.Oracles;

namespace CanaryJudge.Statistics.Tests.TwoSamples;

/// <summary>The same p-values from R and SciPy. Tolerances: both sides round a few hundred times in double; exact counts in R are doubles up to C(100, 50).</summary>
public sealed class MannWhitneyOracleTests
{
    private static readonly Alternative[] Alternatives = [Alternative.TwoSided, Alternative.Greater, Alternative.Less];

    [Fact]
    public void Test_WithoutTies_AgreesWithRsExactWilcoxon() => Compare(
        "Exact p against R wilcox.test", Oracle.R, "answer <- function(x, y) sapply(c('two.sided', 'greater', 'less'), function(a) wilcox.test(x, y, alternative = a, exact = TRUE)$p.value)",
        [.. SamplePairs.SeededWithoutTies(11, 1000, 49)], MannWhitneyMethod.Exact, 1e-12);

    [Fact]
    public void Test_WithOrWithoutTies_AgreesWithRsNormalWilcoxon() => Compare(
        "Normal p against R wilcox.test", Oracle.R, "answer <- function(x, y) sapply(c('two.sided', 'greater', 'less'), function(a) wilcox.test(x, y, alternative = a, exact = FALSE)$p.value)",
        [.. SamplePairs.Seeded(12, 1500, 150).Where(pair => pair[0].Concat(pair[1]).Distinct().Count() > 1)], MannWhitneyMethod.Normal, 1e-12);

    [Fact]
    public void Test_WithTies_AgreesWithTheExactRankTestsOfR() => Compare(
        "Permutation p against R exactRankTests", Oracle.R, """
        library(exactRankTests)
        answer <- function(x, y) { r <- 2 * rank(c(x, y)); s <- sum(r[seq_along(x)]); l <- pperm(s, r, length(x), alternative = 'less'); g <- pperm(s, r, length(x), alternative = 'greater'); c(min(1, 2 * min(l, g)), g, l) }
        """,
        [.. SamplePairs.Seeded(13, 700, 30).Where(SamplePairs.HasTies)], MannWhitneyMethod.Permutation, 1e-9);

    [Fact]
    public void Test_WithoutTies_AgreesWithSciPysExact() => Compare(
        "Exact p against SciPy mannwhitneyu", Oracle.SciPy, """
        from scipy import stats
        def answer(x, y):
            return [stats.mannwhitneyu(x, y, alternative=a, method='exact').pvalue for a in ('two-sided', 'greater', 'less')]
        """,
        [.. SamplePairs.SeededWithoutTies(14, 300, 20)], MannWhitneyMethod.Exact, 1e-10);

    [Fact]
    public void Test_WithOrWithoutTies_AgreesWithSciPysNormal() => Compare(
        "Normal p against SciPy mannwhitneyu", Oracle.SciPy, """
        from scipy import stats
        def answer(x, y):
            two, greater, less = [stats.mannwhitneyu(x, y, alternative=a, method='asymptotic').pvalue for a in ('two-sided', 'greater', 'less')]
            return [min(1, two), greater, less]
        """,
        [.. SamplePairs.Seeded(15, 1000, 200).Where(pair => pair[0].Concat(pair[1]).Distinct().Count() > 1)], MannWhitneyMethod.Normal, 1e-11);

    private static void Compare(string subject, Oracle oracle, string script, double[][][] cases, MannWhitneyMethod method, double tolerance)
    {
        double[][] answers = oracle.Ask(script, cases);
        WorstDifference worst = new(subject);
        for (int i = 0; i < cases.Length; i++)
        {
            double[][] pair = cases[i];
            for (int a = 0; a < Alternatives.Length; a++)
            {
                Alternative alternative = Alternatives[a];
                worst.Add(MannWhitney.Test(pair[0], pair[1], alternative, method).P, answers[i][a], () => $"{alternative}, {SamplePairs.Describe(pair)}");
            }
        }

        worst.Hold(tolerance, atLeast: 500);
    }
}
