using System.Numerics;

namespace CanaryJudge.Statistics.Tests.TwoSamples;

public sealed class ArrangementsTests
{
    [Fact]
    public void Exactly_OfEverySizeThatFits_IsTheBinomialCoefficient()
    {
        for (int n = 1; n <= 64; n++)
        {
            BigInteger expected = 1;
            for (int m = 1; m <= 64; m++)
            {
                expected = expected * (n + m) / m;
                Assert.Equal(expected, (BigInteger)Arrangements.Exactly(n, m));
                Assert.Equal(expected < BigInteger.Pow(2, 63), Arrangements.AreBelow(63, n, m));
            }
        }
    }
}
