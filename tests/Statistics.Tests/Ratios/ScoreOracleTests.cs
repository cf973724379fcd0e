using CanaryJudge.Statistics.Tests.Oracles;

namespace CanaryJudge.Statistics.Tests.Ratios;

/// <summary>Score tests and intervals against root finding on the likelihood by SciPy; rate tests against R.</summary>
public sealed class ScoreOracleTests
{
    /// <summary>Solves the score equation in long double by bisection, then the interval by brentq on z: another method than ours in both places.</summary>
    private const string ShareScript = """
        from scipy import stats, optimize
        L = np.longdouble
        def restricted(xc, nc, xb, nb, d):
            xc, nc, xb, nb, d = map(L, (xc, nc, xb, nb, d))
            lo, hi = max(L(0), -d), min(L(1), L(1) - d)
            def score(p):
                with np.errstate(all='ignore'):
                    terms = [(xc, p + d, 1), (nc - xc, 1 - p - d, -1), (xb, p, 1), (nb - xb, 1 - p, -1)]
                    return sum((s * x / q for x, q, s in terms if x > 0), L(0))
            width = hi - lo
            a, b = L(0), width
            for _ in range(250):
                m = (a + b) / 2
                if score(lo + m) > 0: a = m
                else: b = m
            p = lo + (a + b) / 2
            return p + d, p
        def z(xc, nc, xb, nb, d, mn):
            pc, pb = restricted(xc, nc, xb, nb, d)
            v = pc * (1 - pc) / L(nc) + pb * (1 - pb) / L(nb)
            if mn: v = v * L(nc + nb) / L(nc + nb - 1)
            diff = (L(xc) * L(nb) - L(xb) * L(nc)) / L(nc) / L(nb) - L(d)
            return float(diff / np.sqrt(v)) if v > 0 else 0.0 if diff == 0 else float(np.sign(diff)) * 1e9
        def answer(v):
            xc, nc, xb, nb, d = v
            fm, mn = z(xc, nc, xb, nb, d, False), z(xc, nc, xb, nb, d, True)
            return [fm, mn, stats.norm.sf(fm), stats.norm.cdf(mn), 2 * stats.norm.sf(abs(mn))]
        """;

    private const string IntervalScript = ShareScript + """

        def answer(v):
            xc, nc, xb, nb, level = v
            crit = stats.norm.isf((1 - level) / 2)
            lower = optimize.brentq(lambda d: z(xc, nc, xb, nb, d, True) - crit, -1 + 1e-12, 1 - 1e-12, xtol=1e-16, rtol=1e-14) if xc / nc - xb / nb > -1 else -1
            upper = optimize.brentq(lambda d: z(xc, nc, xb, nb, d, True) + crit, -1 + 1e-12, 1 - 1e-12, xtol=1e-16, rtol=1e-14) if xc / nc - xb / nb < 1 else 1
            return [lower, upper]
        """;

    private const string RateScript = """
        answer <- function(v) {
          xc <- v[1]; ec <- v[2]; xb <- v[3]; eb <- v[4]; r <- v[5]; level <- v[6]
          p <- function(a) poisson.test(c(xc, xb), c(ec, eb), r, alternative = a)$p.value
          ci <- poisson.test(c(xc, xb), c(ec, eb), r, conf.level = level)$conf.int
          c(p("greater"), p("less"), p("two.sided"), ci)
        }
        """;

    [Fact]
    public void ScoreTests_RandomCounts_MatchBisectionInLongDouble()
    {
        double[][][] cases = [.. Cases(seed: 11, count: 1500).Select(c => new[] { c })];
        double[][] answers = Oracle.SciPy.Ask(ShareScript, cases);
        WorstDifference z = new("Score z v SciPy bisection"), p = new("Score p v SciPy");
        for (int i = 0; i < cases.Length; i++)
        {
            double[] c = cases[i][0], theirs = answers[i];
            RatioCounts canary = new(c[0], c[1]), baseline = new(c[2], c[3]);
            ScoreTest fm = FarringtonManning.Test(canary, baseline, c[4], Alternative.Greater), mn = MiettinenNurminen.Test(canary, baseline, c[4], Alternative.Less);
            string Words() => string.Join(" ", c);
            z.Add(fm.Z, theirs[0], Words, 1e-3);
            z.Add(mn.Z, theirs[1], Words, 1e-3);
            // In the far tail p moves by z times the change of z, so p is compared there at z's accuracy.
            p.Add(fm.P, theirs[2], Words, 1e-280);
            p.Add(mn.P, theirs[3], Words, 1e-280);
            p.Add(MiettinenNurminen.Test(canary, baseline, c[4], Alternative.TwoSided).P, theirs[4], Words, 1e-280);
        }

        z.Hold(1e-10, atLeast: 3000);
        p.Hold(1e-9, atLeast: 4500);
    }

    [Fact]
    public void MiettinenNurminenInterval_RandomCounts_MatchesBrentOnTheStatistic()
    {
        double[][][] cases = [.. Cases(seed: 12, count: 150).Select(c => new[] { new[] { c[0], c[1], c[2], c[3], 0.5 + Math.Abs(c[4]) / 2.1 } })];
        double[][] answers = Oracle.SciPy.Ask(IntervalScript, cases);
        WorstDifference worst = new("Miettinen-Nurminen interval v SciPy brentq");
        for (int i = 0; i < cases.Length; i++)
        {
            double[] c = cases[i][0];
            EstimateInterval ours = MiettinenNurminen.Interval(new(c[0], c[1]), new(c[2], c[3]), c[4]);
            worst.Add(ours.Lower, answers[i][0], () => "lower " + string.Join(" ", c), 1e-4);
            worst.Add(ours.Upper, answers[i][1], () => "upper " + string.Join(" ", c), 1e-4);
        }

        worst.Hold(1e-9, atLeast: 300);
    }

    [Fact]
    public void RateTests_RandomCounts_MatchPoissonTestOfR()
    {
        Random random = new(13);
        double[][][] cases = [.. Enumerable.Range(0, 1500).Select(_ => new[] { RateCase(random) })];
        double[][] answers = Oracle.R.Ask(RateScript, cases);
        WorstDifference p = new("Exact rate p v R poisson.test"), ends = new("Exact rate-ratio interval v R poisson.test");
        for (int i = 0; i < cases.Length; i++)
        {
            double[] c = cases[i][0], theirs = answers[i];
            string Words() => string.Join(" ", c);
            RateCounts canary = new(c[0], c[1]), baseline = new(c[2], c[3]);
            p.Add(ConditionalBinomial.RateP(canary, baseline, c[4], Alternative.Greater), theirs[0], Words, 1e-290);
            p.Add(ConditionalBinomial.RateP(canary, baseline, c[4], Alternative.Less), theirs[1], Words, 1e-290);
            p.Add(ConditionalBinomial.RateP(canary, baseline, c[4], Alternative.TwoSided), theirs[2], Words, 1e-290);
            EstimateInterval interval = ConditionalBinomial.RateRatio(canary, baseline, c[5]);
            ends.Add(interval.Lower, theirs[3], Words);
            ends.Add(interval.Upper, theirs[4], Words);
        }

        p.Hold(1e-10, atLeast: 4500);
        ends.Hold(1e-9, atLeast: 3000);
    }

    [Fact]
    public void RateScoreTest_RandomCounts_MatchesBisectionInLongDouble()
    {
        const string script = """
            L = np.longdouble
            def answer(v):
                xc, ec, xb, eb, d = map(L, v)
                def score(b):
                    return (xc / (b + d) if xc > 0 else L(0)) - ec + (xb / b if xb > 0 else L(0)) - eb
                lo, hi = max(L(0), -d), max(L(0), -d) + (xc + xb) / (ec + eb) + abs(d) + 1
                base = lo
                a, b = L(0), hi - lo
                for _ in range(250):
                    m = (a + b) / 2
                    with np.errstate(all='ignore'):
                        up = score(base + m) > 0
                    a, b = (m, b) if up else (a, m)
                rb = base + (a + b) / 2
                var = (rb + d) / ec + rb / eb
                diff = xc / ec - xb / eb - d
                return [float(diff / np.sqrt(var)) if var > 0 else 0.0, float(rb + d), float(rb)]
            """;
        Random random = new(14);
        double[][][] cases = [.. Enumerable.Range(0, 1000).Select(_ => new[] { (double[])[.. RateCase(random)[..4], (random.NextDouble() - 0.4) * Math.Pow(10, random.NextDouble())] })];
        double[][] answers = Oracle.SciPy.Ask(script, cases);
        WorstDifference worst = new("Score test of rates v bisection in long double");
        for (int i = 0; i < cases.Length; i++)
        {
            double[] c = cases[i][0];
            string Words() => string.Join(" ", c);
            ScoreTest ours = RateDifference.Test(new(c[0], c[1]), new(c[2], c[3]), c[4], Alternative.Greater);
            worst.Add(ours.Z, answers[i][0], Words, 1e-3);
            worst.Add(ours.RestrictedCanary, answers[i][1], Words, 1e-6);
            worst.Add(ours.RestrictedBaseline, answers[i][2], Words, 1e-6);
        }

        worst.Hold(1e-10, atLeast: 3000);
    }

    /// <summary>canary events, trials, baseline events, trials, margin: tiny, lopsided, empty, full and large tables.</summary>
    private static IEnumerable<double[]> Cases(int seed, int count)
    {
        Random random = new(seed);
        for (int i = 0; i < count; i++)
        {
            double nc = Math.Floor(Math.Pow(10, random.NextDouble() * 7)), nb = random.Next(3) == 0 ? nc : Math.Floor(Math.Pow(10, random.NextDouble() * 7));
            double rate = random.Next(5) switch { 0 => 0, 1 => 1, 2 => random.NextDouble(), _ => Math.Pow(10, -4 * random.NextDouble()) };
            double xc = Math.Min(nc, Math.Round(nc * rate * (0.5 + random.NextDouble()))), xb = Math.Min(nb, Math.Round(nb * rate));
            double margin = random.Next(4) == 0 ? 0 : (random.NextDouble() - 0.3) * Math.Pow(10, -3 * random.NextDouble());
            yield return [xc, nc, xb, nb, margin];
        }
    }

    private static double[] RateCase(Random random)
    {
        double scale = Math.Pow(10, random.NextDouble() * 4);
        double xc = Math.Floor(random.NextDouble() * scale), xb = Math.Floor(random.NextDouble() * scale);
        if (xc + xb == 0) xb = 1; // R refuses a test without events
        return [xc, 0.1 + 100 * random.NextDouble(), xb, 0.1 + 100 * random.NextDouble(), Math.Pow(2, random.Next(-2, 3)), 0.5 + 0.49 * random.NextDouble()];
    }
}
