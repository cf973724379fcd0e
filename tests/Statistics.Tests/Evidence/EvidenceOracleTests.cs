using CanaryJudge.Statistics.Tests.Oracles;

namespace CanaryJudge.Statistics.Tests.Evidence;

/// <summary>Closed-form evidence against R's distributions and against numerical integration of the mixtures it stands for.</summary>
public sealed class EvidenceOracleTests
{
    [Fact]
    public void BetaBinomial_RandomCounts_MatchesRsBetaFunctions()
    {
        Random random = new(71);
        List<double[][]> cases = [];
        for (int i = 0; i < 2000; i++)
        {
            double n = Math.Floor(Math.Pow(10, 6 * random.NextDouble())), s = Math.Floor(random.NextDouble() * (n + 1));
            cases.Add([[s, n - s, random.Next(1, 64) / 64.0, random.Next(3) == 0 ? 0.5 : 0.01 + 20 * random.NextDouble(), 0.01 + 20 * random.NextDouble()]]);
        }

        const string script = """
            answer <- function(v) {
              s <- v[1]; f <- v[2]; p <- v[3]; a <- v[4]; b <- v[5]
              two <- lbeta(a + s, b + f) - lbeta(a, b) - s * log(p) - f * log1p(-p)
              c(two, two + pbeta(1 - p, b + f, a + s, log.p = TRUE) - pbeta(1 - p, b, a, log.p = TRUE))
            }
            """;
        double[][] answers = Oracle.R.Ask(script, cases);
        WorstDifference two = new("Beta-binomial ln E v R lbeta"), one = new("Beta-binomial one-sided ln E v R lbeta, pbeta");
        for (int i = 0; i < cases.Count; i++)
        {
            double[] v = cases[i][0];
            string Words() => string.Join(' ', v);
            // R's lbeta holds 1e-16 of the largest logarithm, which cancels against the powers.
            double scale = 1 + (v[0] + v[1]) * 1e-3;
            two.Add(BetaBinomialE.LnTwoSided(v[0], v[1], v[2], v[3], v[4]), answers[i][0], Words, scale);
            if (answers[i][1] - answers[i][0] > -600) one.Add(BetaBinomialE.LnGreater(v[0], v[1], v[2], v[3], v[4]), answers[i][1], Words, scale);
        }

        two.Hold(1e-11, atLeast: 2000);
        one.Hold(1e-10, atLeast: 1000);
    }

    [Fact]
    public void NormalMixtureAndAnytimeT_RandomStatistics_MatchR()
    {
        Random random = new(72);
        List<double[][]> cases = [];
        for (int i = 0; i < 2000; i++)
        {
            cases.Add([[60 * (random.NextDouble() - 0.5) * Math.Pow(10, random.NextDouble()), 100 * random.NextDouble(), 0.1 + 20 * random.NextDouble(), random.Next(2, 500), 12 * (random.NextDouble() - 0.5), 0.01 + 3 * random.NextDouble()]]);
        }

        const string script = """
            answer <- function(v) {
              S <- v[1]; V <- v[2]; r <- v[3]; n <- v[4]; t <- v[5]; g <- v[6]
              two <- 0.5 * log(r / (V + r)) + S^2 / (2 * (V + r))
              q <- g / (g + n)
              c(two, two + log(2) + pnorm(S / sqrt(V + r), log.p = TRUE), 0.5 * log(q) + n / 2 * (log1p(t^2 / (n - 1)) - log1p(q * t^2 / (n - 1))))
            }
            """;
        double[][] answers = Oracle.R.Ask(script, cases);
        WorstDifference worst = new("Normal mixture (two- and one-sided) and anytime t v R");
        for (int i = 0; i < cases.Count; i++)
        {
            double[] v = cases[i][0];
            string Words() => string.Join(' ', v);
            worst.Add(NormalMixtureE.LnTwoSided(v[0], v[1], v[2]), answers[i][0], Words, 1);
            // In R the square and the tail of a sum far below 0 cancel: its digits end at 1e-16 of the square.
            worst.Add(NormalMixtureE.LnGreater(v[0], v[1], v[2]), answers[i][1], Words, 1 + v[0] * v[0] / (v[1] + v[2]));
            worst.Add(AnytimeT.LnE(v[3], v[4], v[5]), answers[i][2], Words, 1);
        }

        worst.Hold(1e-12, atLeast: 6000);
    }

    [Fact]
    public void Mixtures_IntegratedNumerically_MatchTheClosedForms()
    {
        Random random = new(73);
        List<double[][]> cases = [.. Enumerable.Range(0, 40).Select(_ => new[] { new[] { 8 * random.NextDouble(), 1 + 20 * random.NextDouble(), 0.5 + 5 * random.NextDouble(), random.Next(3, 30), 4 * (random.NextDouble() - 0.3), 0.2 + random.NextDouble() } })];
        const string script = """
            from scipy import integrate, stats
            def answer(v):
                S, V, r, n, t, g = v
                f = lambda m: np.exp(m * S - m * m * V / 2) * stats.norm.pdf(m, scale=r ** -0.5)
                two = integrate.quad(f, -np.inf, np.inf, epsabs=0, epsrel=1e-11, limit=300)[0]
                one = 2 * integrate.quad(f, 0, np.inf, epsabs=0, epsrel=1e-11, limit=300)[0]
                # Anytime t: the noncentral t density over the central one, the standardised mean normal with variance 1/g.
                nu = n - 1
                h = lambda d: np.nan_to_num(stats.nct.pdf(t, nu, d * np.sqrt(n))) * stats.norm.pdf(d, scale=g ** -0.5)
                anytime = integrate.quad(h, t / np.sqrt(n) - 4, t / np.sqrt(n) + 4, epsabs=0, epsrel=1e-9, limit=400, points=[t / np.sqrt(n)])[0] / stats.t.pdf(t, nu)
                return [np.log(two), np.log(one), np.log(anytime)]
            """;
        double[][] answers = Oracle.SciPy.Ask(script, cases);
        WorstDifference normal = new("Normal mixture v quadrature"), t = new("Anytime t v quadrature of noncentral t");
        for (int i = 0; i < cases.Count; i++)
        {
            double[] v = cases[i][0];
            string Words() => string.Join(' ', v);
            normal.Add(NormalMixtureE.LnTwoSided(v[0], v[1], v[2]), answers[i][0], Words, 1);
            normal.Add(NormalMixtureE.LnGreater(v[0], v[1], v[2]), answers[i][1], Words, 1);
            t.Add(AnytimeT.LnE(v[3], v[4], v[5]), answers[i][2], Words, 1);
        }

        normal.Hold(1e-9, atLeast: 80);
        t.Hold(1e-6, atLeast: 40); // SciPy's noncentral t density is good to about 1e-8
    }

    [Fact]
    public void TMixture_VarianceIntegratedNumerically_MatchesTheClosedForm()
    {
        Random random = new(74);
        List<double[][]> cases = [];
        for (int i = 0; i < 40; i++)
        {
            double[] d = [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.NextDouble() * 3 - 1)], w = [.. d.Select(_ => 0.2 + random.NextDouble())];
            cases.Add([d, w, [1.1 + 8 * random.NextDouble(), 0.2 + random.NextDouble(), 0.3 + random.NextDouble()]]);
        }

        // n = nu + K - 1: the prior is inverse gamma with shape (nu - 1)/2 and rate nu phi/2, then normal windows.
        const string script = """
            from scipy import integrate
            def answer(d, w, v):
                nu, phi, c = v
                K = len(d)
                def marginal(m):
                    R = np.sum(w * (d - m) ** 2)
                    f = lambda u: np.exp(-((nu - 1) / 2 + K / 2) * u - (nu * phi + R) / 2 * np.exp(-u))
                    return integrate.quad(f, -12, 60, epsabs=0, epsrel=1e-11, limit=500)[0]
                return [np.log(marginal(c)) - np.log(marginal(0.0))]
            """;
        double[][] answers = Oracle.SciPy.Ask(script, cases);
        WorstDifference worst = new("t mixture v quadrature over the variance");
        for (int i = 0; i < cases.Count; i++)
        {
            double[][] c = cases[i];
            WeightedMoments moments = default;
            for (int k = 0; k < c[0].Length; k++) moments = moments.With(c[0][k], c[1][k]);
            worst.Add(TMixture.LnRatio(moments, 0, c[2][2], c[2][0], c[2][1]), answers[i][0], () => $"case {i}", 1);
        }

        worst.Hold(1e-9, atLeast: 40);
    }
}
