using System.Numerics;

namespace CanaryJudge.Statistics.Tests.TwoSamples;

/// <summary>The product, one multiply and one divide pass a factor in integers without limit, is the judge of the fast counts.</summary>
public sealed class GaussianBinomialTests
{
    [Fact]
    public void Counts_OfManySizes_AreThoseOfTheProduct()
    {
        foreach ((int n, int m) in new[] { (1, 1), (1, 9), (2, 2), (3, 5), (7, 6), (8, 8), (9, 40), (15, 17), (16, 16), (33, 33), (34, 34), (20, 60), (41, 38), (60, 60), (65, 65), (12, 300) })
        {
            BigInteger[] expected = Product(n, m);
            foreach (int u in new[] { 0, n * m / 3, n * m / 2 })
            {
                GaussianBinomial counts = GaussianBinomial.Fill(n, m, u, new double[GaussianBinomial.WorkLength(n, m)]);
                for (int k = 0; k <= u; k++) Assert.Equal(expected[k], (BigInteger)counts[k]);
            }
        }
    }

    [Fact]
    public void RoundedCounts_AddUpToTheExactOnes()
    {
        double worst = 0, worstEqual = 0;
        foreach ((int n, int m) in WideSizes())
        {
            int half = n * m / 2;
            double[] work = new double[GaussianBinomial.WorkLength(n, m)];
            GaussianBinomial exact = GaussianBinomial.Fill(n, m, half, work);
            ReadOnlySpan<double> rounded = GaussianBinomial.FillRounded(n, m, half, new double[work.Length]);
            UInt128 sum = 0;
            double roundedSum = 0;
            for (int k = 0; k <= half; k++)
            {
                sum += exact[k];
                roundedSum += rounded[k];
                double difference = Math.Abs((roundedSum / (double)sum) - 1);
                worst = Math.Max(worst, difference);
                if (n == m) worstEqual = Math.Max(worstEqual, difference);
            }
        }

        Assert.InRange(worst, 0, 2e-14);
        Assert.InRange(worstEqual, 0, 2e-15);
    }

    /// <summary>Sizes whose counts pass 64 bits: all equal ones, and every so many lopsided ones.</summary>
    private static IEnumerable<(int N, int M)> WideSizes()
    {
        for (int n = 5; n <= 65; n++)
        {
            for (int m = n; RankSumCounts.Fits(n, m); m += m < 80 ? 5 : 1 + (m / 2))
            {
                if (!Arrangements.AreBelow(63, n, m)) yield return (n, m);
            }
        }
    }

    private static BigInteger[] Product(int n, int m)
    {
        BigInteger[] counts = new BigInteger[(n * m) + 1];
        counts[0] = 1;
        for (int i = 1; i <= m; i++)
        {
            for (int k = counts.Length - 1; k >= n + i; k--) counts[k] -= counts[k - n - i];
            for (int k = i; k < counts.Length; k++) counts[k] += counts[k - i];
        }

        return counts;
    }
}
