using CanaryJudge.Statistics.Tests.Oracles;

namespace CanaryJudge.Statistics.Tests.Ratios;

/// <summary>Exact tests against R, SciPy and plain enumeration of every table.</summary>
public sealed class ExactTestOracleTests
{
    private const string FisherScript = """
        answer <- function(v) {
          m <- matrix(v, nrow = 2)
          sapply(c("greater", "less", "two.sided"), function(a) fisher.test(m, alternative = a, conf.int = FALSE)$p.value)
        }
        """;

    private const string HypergeometricScript = "answer <- function(v) c(phyper(v[1] - 1, v[2], v[3], v[4], lower.tail = FALSE), phyper(v[1], v[2], v[3], v[4]))";

    /// <summary>
    /// Enumeration with a grid and a refinement by SciPy, then its own barnard_exact for the one-sided tests. That one stops below the summit (by 2e-4 at 10 of 27 against 4 of
    /// 27), and its two-sided rule compares rounded statistics of mirrored tables, which are equal, and so leaves tables out (4 of 16 against 14 of 24: 0.0421, not 0.0448).
    /// </summary>
    private const string BarnardScript = """
        from scipy import stats, optimize
        def answer(v):
            xc, nc, xb, nb = v
            i, j = np.meshgrid(np.arange(nc + 1), np.arange(nb + 1), indexing='ij')
            p = (i + j) / (nc + nb)
            with np.errstate(all='ignore'):
                z = np.where((p == 0) | (p == 1), 0, (i / nc - j / nb) / np.sqrt(p * (1 - p) * (1 / nc + 1 / nb)))
            seen = z[int(xc), int(xb)]
            def largest(far):
                def chance(t):
                    return float(np.outer(stats.binom.pmf(np.arange(nc + 1), nc, t), stats.binom.pmf(np.arange(nb + 1), nb, t))[far].sum())
                grid = np.linspace(0, 1, 201)
                values = [chance(t) for t in grid]
                best = max(values)
                for k in range(1, 200):
                    if values[k] >= values[k - 1] and values[k] >= values[k + 1] and values[k] > 0.8 * best:
                        best = max(best, -optimize.minimize_scalar(lambda t: -chance(t), bounds=(grid[k - 1], grid[k + 1]), method='bounded', options={'xatol': 1e-9}).fun)
                return best
            scipy = [stats.barnard_exact([[xc, xb], [nc - xc, nb - xb]], alternative=a, pooled=True, n=64).pvalue for a in ('greater', 'less')]
            return [largest(z >= seen - 1e-9), largest(z <= seen + 1e-9), largest(abs(z) >= abs(seen) - 1e-9)] + scipy
        """;

    private const string BinomialScript = """
        answer <- function(v) {
          p <- sapply(c("greater", "less", "two.sided"), function(a) binom.test(v[1], v[2], v[3], alternative = a)$p.value)
          c(p, binom.test(v[1], v[2], conf.level = v[4])$conf.int)
        }
        """;

    private static readonly Alternative[] All = [Alternative.Greater, Alternative.Less, Alternative.TwoSided];

    [Fact]
    public void Fisher_RandomTables_MatchesR()
    {
        Random random = new(31);
        List<double[][]> cases = [];
        for (int i = 0; i < 1500; i++)
        {
            double nc = Size(random), nb = Size(random), xc = Math.Floor(random.NextDouble() * (nc + 1)), xb = Math.Floor(Math.Min(1, random.NextDouble() * 1.2) * nb);
            cases.Add([[xc, nc - xc, xb, nb - xb]]);
        }

        double[][] answers = Oracle.R.Ask(FisherScript, cases);
        WorstDifference worst = new("Fisher p v R fisher.test");
        for (int i = 0; i < cases.Count; i++)
        {
            double[] v = cases[i][0];
            for (int a = 0; a < 3; a++)
            {
                // R clips its tails at 1e-308 less early than we do, and sums terms whose own error grows with their logarithm.
                worst.Add(Fisher.P(new(v[0], v[0] + v[1]), new(v[2], v[2] + v[3]), All[a]), answers[i][a], () => $"{All[a]} {string.Join(' ', v)}", 1e-290);
            }
        }

        worst.Hold(1e-9, atLeast: 4500);
    }

    [Fact]
    public void Fisher_FarTailsOfLargeTables_MatchPhyperOfR()
    {
        Random random = new(32);
        List<double[][]> cases = [];
        for (int i = 0; i < 1000; i++)
        {
            double nc = Math.Floor(Math.Pow(10, 2 + 4 * random.NextDouble())), nb = Math.Floor(Math.Pow(10, 2 + 4 * random.NextDouble()));
            double events = Math.Floor(Math.Pow(nc + nb, random.NextDouble()));
            double mean = events * nc / (nc + nb), sd = Math.Sqrt(mean * nb / (nc + nb)) + 1;
            double x = Math.Clamp(Math.Round(mean + sd * 60 * (random.NextDouble() - 0.5)), Math.Max(0, events - nb), Math.Min(nc, events));
            cases.Add([[x, nc, nb, events]]);
        }

        double[][] answers = Oracle.R.Ask(HypergeometricScript, cases);
        WorstDifference worst = new("Fisher one-sided p v R phyper");
        for (int i = 0; i < cases.Count; i++)
        {
            double[] v = cases[i][0];
            worst.Add(Fisher.P(new(v[0], v[1]), new(v[3] - v[0], v[2]), Alternative.Greater), answers[i][0], () => string.Join(' ', v), 1e-290);
            worst.Add(Fisher.P(new(v[0], v[1]), new(v[3] - v[0], v[2]), Alternative.Less), answers[i][1], () => string.Join(' ', v), 1e-290);
        }

        worst.Hold(1e-9, atLeast: 2000);
    }

    [Fact]
    public void Fisher_EveryTableUpToNine_MatchesEnumeration()
    {
        for (int nc = 1; nc <= 9; nc++)
        {
            for (int nb = 1; nb <= 9; nb++)
            {
                for (int events = 0; events <= nc + nb; events++)
                {
                    double[] terms = [.. Enumerable.Range(0, nc + 1).Select(x => x <= events && events - x <= nb ? Choose(nc, x) * Choose(nb, events - x) / Choose(nc + nb, events) : 0)];
                    for (int x = Math.Max(0, events - nb); x <= Math.Min(nc, events); x++)
                    {
                        RatioCounts canary = new(x, nc), baseline = new(events - x, nb);
                        Assert.Equal(terms.Skip(x).Sum(), Fisher.P(canary, baseline, Alternative.Greater), 1e-13);
                        Assert.Equal(terms.Take(x + 1).Sum(), Fisher.P(canary, baseline, Alternative.Less), 1e-13);
                        Assert.Equal(terms.Where(term => term <= terms[x] * (1 + 1e-7)).Sum(), Fisher.P(canary, baseline, Alternative.TwoSided), 1e-13);
                    }
                }
            }
        }
    }

    [Fact]
    public void Barnard_RandomTables_MatchesEnumerationAndSciPy()
    {
        Random random = new(33);
        List<double[][]> cases = [];
        for (int i = 0; i < 60; i++)
        {
            double nc = random.Next(2, 40), nb = random.Next(2, 40), xc = random.Next(0, (int)nc + 1), xb = random.Next(0, (int)nb + 1);
            if (xc + xb == 0 || xc + xb == nc + nb) xc = 1 + xc % (nc - 1);
            cases.Add([[xc, nc, xb, nb]]);
        }

        double[][] answers = Oracle.SciPy.Ask(BarnardScript, cases);
        WorstDifference worst = new("Barnard p v enumeration maximised by SciPy");
        double[] scratch = new double[Barnard.ScratchLength(40, 40)];
        for (int i = 0; i < cases.Count; i++)
        {
            double[] v = cases[i][0];
            for (int a = 0; a < 3; a++)
            {
                double ours = Barnard.P(new(v[0], v[1]), new(v[2], v[3]), All[a], scratch);
                worst.Add(ours, answers[i][a], () => $"{All[a]} {string.Join(' ', v)}");
                if (a < 2) Assert.InRange(answers[i][3 + a], ours * 0.99, ours * (1 + 1e-6));
            }
        }

        worst.Hold(1e-8, atLeast: 150);
    }

    [Fact]
    public void Barnard_EveryTableUpToSix_MatchesEnumerationOnAFineGrid()
    {
        double[] scratch = new double[Barnard.ScratchLength(6, 6)];
        for (int nc = 1; nc <= 6; nc++)
        {
            for (int nb = 1; nb <= 6; nb++)
            {
                for (int x = 0; x <= nc; x++)
                {
                    for (int y = 0; y <= nb; y++)
                    {
                        double z = Pooled(x, nc, y, nb), greater = 0, both = 0;
                        for (int g = 0; g <= 2000; g++)
                        {
                            double p = g / 2000.0, above = 0, far = 0;
                            for (int i = 0; i <= nc; i++)
                            {
                                for (int j = 0; j <= nb; j++)
                                {
                                    double chance = Choose(nc, i) * Math.Pow(p, i) * Math.Pow(1 - p, nc - i) * Choose(nb, j) * Math.Pow(p, j) * Math.Pow(1 - p, nb - j), other = Pooled(i, nc, j, nb);
                                    if (other >= z - 1e-9) above += chance;
                                    if (Math.Abs(other) >= Math.Abs(z) - 1e-9) far += chance;
                                }
                            }

                            (greater, both) = (Math.Max(greater, above), Math.Max(both, far));
                        }

                        // The plain grid of 2,001 shares misses a summit by at most about (1/4000)² times its curvature.
                        Assert.Equal(greater, Barnard.P(new(x, nc), new(y, nb), Alternative.Greater, scratch), 1e-6);
                        Assert.Equal(both, Barnard.P(new(x, nc), new(y, nb), Alternative.TwoSided, scratch), 1e-6);
                    }
                }
            }
        }
    }

    [Fact]
    public void Binomial_RandomCounts_MatchesR()
    {
        Random random = new(34);
        List<double[][]> cases = [];
        for (int i = 0; i < 1500; i++)
        {
            double n = 1 + Size(random), x = Math.Floor(Math.Min(1, random.NextDouble() * 1.1) * n);
            cases.Add([[x, n, Math.Clamp(random.Next(2) == 0 ? random.NextDouble() : x / n + 0.1 * (random.NextDouble() - 0.5), 1e-6, 1 - 1e-6), 0.5 + 0.499 * random.NextDouble()]]);
        }

        double[][] answers = Oracle.R.Ask(BinomialScript, cases);
        WorstDifference p = new("Binomial p v R binom.test"), ends = new("Clopper-Pearson v R binom.test");
        for (int i = 0; i < cases.Count; i++)
        {
            double[] v = cases[i][0];
            for (int a = 0; a < 3; a++) p.Add(ConditionalBinomial.ShareP(v[0], v[1], v[2], All[a]), answers[i][a], () => $"{All[a]} {string.Join(' ', v)}", 1e-290);
            EstimateInterval interval = ConditionalBinomial.ClopperPearson(v[0], v[1], v[3]);
            ends.Add(interval.Lower, answers[i][3], () => "lower " + string.Join(' ', v));
            ends.Add(interval.Upper, answers[i][4], () => "upper " + string.Join(' ', v));
        }

        p.Hold(1e-10, atLeast: 4500);
        ends.Hold(1e-9, atLeast: 3000);
    }

    [Fact]
    public void ClosedFormOfTheRestrictedShares_EverySmallTable_AgreesWithTheSearch()
    {
        double worst = 0;
        foreach (double margin in new[] { -0.4, -0.05, 0.01, 0.2, 0.7 })
        {
            for (int nc = 1; nc <= 8; nc++)
            {
                for (int nb = 1; nb <= 8; nb++)
                {
                    for (int x = 0; x <= nc; x++)
                    {
                        for (int y = 0; y <= nb; y++)
                        {
                            double expected = Cubic(x / (double)nc, nc, y / (double)nb, nb, margin);
                            worst = Math.Max(worst, Math.Abs(expected - FarringtonManning.Test(new(x, nc), new(y, nb), margin, Alternative.Greater).RestrictedCanary));
                        }
                    }
                }
            }
        }

        // The cubic's arc cosine is good to the root of a double's precision near its ends.
        Assert.True(worst < 2e-7, $"worst difference {worst:E2}");
    }

    /// <summary>The trigonometric solution printed by Farrington and Manning (1990).</summary>
    private static double Cubic(double pc, double nc, double pb, double nb, double margin)
    {
        double theta = nb / nc, a = 1 + theta, b = -(1 + theta + pc + theta * pb + margin * (theta + 2));
        double c = margin * margin + margin * (2 * pc + theta + 1) + pc + theta * pb, d = -pc * margin * (1 + margin);
        double v = Math.Pow(b / (3 * a), 3) - b * c / (6 * a * a) + d / (2 * a);
        double u = (v < 0 ? -1 : 1) * Math.Sqrt(Math.Max(0, b * b / (9 * a * a) - c / (3 * a)));
        double w = (Math.PI + Math.Acos(Math.Clamp(u == 0 ? 0 : v / (u * u * u), -1, 1))) / 3;
        return Math.Clamp(2 * u * Math.Cos(w) - b / (3 * a), Math.Max(0, margin), Math.Min(1, 1 + margin));
    }

    private static double Pooled(int x, int n, int y, int m)
    {
        double p = (double)(x + y) / (n + m);
        return p is 0 or 1 ? 0 : ((double)x / n - (double)y / m) / Math.Sqrt(p * (1 - p) * (1.0 / n + 1.0 / m));
    }

    private static double Choose(int n, int k)
    {
        double value = 1;
        for (int i = 1; i <= k; i++) value = value * (n - k + i) / i;
        return value;
    }

    private static double Size(Random random) => Math.Floor(Math.Pow(10, 3.5 * random.NextDouble()));
}
