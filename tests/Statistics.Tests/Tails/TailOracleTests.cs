using CanaryJudge.Statistics.Tests.Oracles;

namespace CanaryJudge.Statistics.Tests.Tails;

/// <summary>The special functions under everything else, through the public functions that show them unmixed, against R far into the tails.</summary>
public sealed class TailOracleTests
{
    [Fact]
    public void IncompleteBeta_CountsUpToTwoToThe31_MatchesPbetaOfR()
    {
        Random random = new(51);
        List<double[][]> cases = [];
        for (int i = 0; i < 2500; i++)
        {
            double n = Math.Floor(Math.Pow(10, 9.33 * random.NextDouble())), p = random.Next(2) == 0 ? Math.Pow(10, -6 * random.NextDouble()) : 0.01 + 0.98 * random.NextDouble();
            double spread = Math.Sqrt(n * p * (1 - p)) + 1, x = Math.Clamp(Math.Round(n * p + spread * 70 * (random.NextDouble() - 0.5)), 0, n);
            cases.Add([[x, n, p]]);
        }

        double[][] answers = Oracle.R.Ask("answer <- function(v) c(pbinom(v[1] - 1, v[2], v[3], lower.tail = FALSE), pbinom(v[1], v[2], v[3]))", cases);
        WorstDifference small = new("Binomial tails up to 1e6 trials v R pbinom"), large = new("Binomial tails up to 2^31 trials v R pbinom");
        for (int i = 0; i < cases.Count; i++)
        {
            double[] v = cases[i][0];
            if (v[1] == 0) continue;
            WorstDifference worst = v[1] <= 1e6 ? small : large;
            worst.Add(ConditionalBinomial.ShareP(v[0], v[1], v[2], Alternative.Greater), answers[i][0], () => "greater " + string.Join(' ', v), 1e-290);
            worst.Add(ConditionalBinomial.ShareP(v[0], v[1], v[2], Alternative.Less), answers[i][1], () => "less " + string.Join(' ', v), 1e-290);
        }

        // The share p is itself rounded: at n = 2^31 half a unit of it moves a tail 35 deviations out by 1e-10. R computes 1 - p as we do.
        small.Hold(2e-11, atLeast: 2000);
        large.Hold(1e-9, atLeast: 500);
    }

    [Fact]
    public void IncompleteBeta_LogarithmsBeyondADouble_MatchPbetaOfR()
    {
        Random random = new(52);
        List<double[][]> cases = [];
        for (int i = 0; i < 2000; i++)
        {
            double a = Math.Pow(10, -3 + 9 * random.NextDouble()), b = random.Next(3) == 0 ? 0.5 : Math.Pow(10, -3 + 9 * random.NextDouble());
            // Shares of a power of two have an exact complement, so both programs see the same numbers.
            double x = random.Next(2) == 0 ? Math.ScaleB(1, -random.Next(1, 40)) : random.Next(1, 1 << 20) / (double)(1 << 20);
            cases.Add([[x, a, b]]);
        }

        double[][] answers = Oracle.R.Ask("answer <- function(v) c(pbeta(v[1], v[2], v[3], log.p = TRUE), pbeta(v[1], v[2], v[3], lower.tail = FALSE, log.p = TRUE), lbeta(v[2], v[3]))", cases);
        WorstDifference worst = new("ln I_x(a, b) v R pbeta(log.p)");
        for (int i = 0; i < cases.Count; i++)
        {
            double[] v = cases[i][0];
            double lower = BetaTail.LnLower(v[1], v[2], v[0], 1 - v[0]), upper = BetaTail.LnLower(v[2], v[1], 1 - v[0], v[0]);
            // Below about 1e-270 R passes through numbers that underflow (-694 for -743.8): the closed forms of the next test reach there.
            if (answers[i][0] > -600) worst.Add(lower, answers[i][0], () => "lower " + string.Join(' ', v), 1e-3);
            if (answers[i][1] > -600) worst.Add(upper, answers[i][1], () => "upper " + string.Join(' ', v), 1e-3);
        }

        worst.Hold(1e-10, atLeast: 2500);
    }

    [Fact]
    public void IncompleteBeta_SecondParameterOneOrTwo_MatchesTheClosedFormAtAnyDepth()
    {
        foreach (double a in new[] { 1e-3, 0.5, 3, 250.5, 1e4, 1e8 })
        {
            foreach (double x in new[] { Tiny(), 0.125, 0.5, 0.875, 1 - Tiny() })
            {
                double lnX = x < 0.5 ? Math.Log(x) : Logarithms.OnePlus(-(1 - x)), y = 1 - x;
                Same(a * lnX, BetaTail.LnLower(a, 1, x, y));
                Same(a * lnX + Logarithms.OnePlus(a * y), BetaTail.LnLower(a, 2, x, y));
            }
        }

        static double Tiny() => Math.ScaleB(1, -30);
        static void Same(double expected, double actual) => Assert.True(Math.Abs(expected - actual) <= 1e-13 * Math.Max(1, Math.Abs(expected)), $"{expected:R} and {actual:R}");
    }

    [Fact]
    public void NormalQuantile_DownTo1EMinus300_MatchesQnormOfR()
    {
        List<double[][]> cases = [.. Enumerable.Range(1, 2000).Select(i => new[] { new[] { Math.Exp(-0.345 * i) } })];
        double[][] answers = Oracle.R.Ask("answer <- function(v) c(qnorm(v, lower.tail = FALSE), pnorm(qnorm(v, lower.tail = FALSE), lower.tail = FALSE))", cases);
        WorstDifference worst = new("Normal quantile v R qnorm");
        for (int i = 0; i < cases.Count; i++)
        {
            // ln p of 690 is a double of step 1e-13: that is what p can be met to out there.
            double z = NormalScore.UpperQuantile(cases[i][0][0]);
            Assert.Equal(1, NormalTail.Upper(z) / cases[i][0][0], 4e-13);
            worst.Add(z, answers[i][0], () => $"tail {cases[i][0][0]:R}");
        }

        worst.Hold(1e-12, atLeast: 2000);
    }

    [Fact]
    public void PortableLogarithmAndPower_RandomNumbers_MatchTheLibraryToOneUnit()
    {
        Random random = new(53);
        for (int i = 0; i < 20_000; i++)
        {
            double x = Math.ScaleB(0.5 + random.NextDouble(), random.Next(-1070, 1000));
            double log = Math.Log2(x), power = random.NextDouble() * 2000 - 1000;
            Assert.True(Math.Abs(PortableBinary.Log2(x) - log) <= 2 * Math.BitIncrement(Math.Abs(log)) - 2 * Math.Abs(log) + 1e-16, $"log2 {x:R}");
            Assert.Equal(1, PortableBinary.Exp2(power) / Math.Pow(2, power), 1e-12);
        }

        Assert.Equal([-1074, -1, 0, 1, 1023, double.PositiveInfinity], new[] { double.Epsilon, 0.5, 1, 2, Math.ScaleB(1, 1023), double.PositiveInfinity }.Select(PortableBinary.Log2));
        Assert.Equal([0, double.Epsilon, 1, 2, double.PositiveInfinity], new double[] { -1076, -1074, 0, 1, 1024 }.Select(PortableBinary.Exp2));
    }
}
