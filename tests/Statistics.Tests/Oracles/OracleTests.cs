namespace CanaryJudge.Statistics.Tests.Oracles;

public sealed class OracleTests
{
    private static readonly double[] Awkward = [0.1, -0.0, double.Epsilon, 1e308, double.MaxValue, 1.0 / 3, double.NaN, double.PositiveInfinity];

    [Fact]
    public void R_EchoesVectors_EveryBitSurvives() => Echo(Oracle.R, "answer <- function(x, y) c(x, y)");

    [Fact]
    public void SciPy_EchoesVectors_EveryBitSurvives() => Echo(Oracle.SciPy, "def answer(x, y):\n    return np.concatenate([x, y])");

    [Fact]
    public void R_KnownTail_IsReadToFullPrecision() =>
        Assert.Equal(0.0524259022711035, Oracle.R.Ask(
            "answer <- function(x, y) wilcox.test(x, y)$p.value",
            [[[13.0, 14.1, 12.7, 13.9, 15.3, 14.4, 13.2, 14.9, 12.8, 14.0], [12.1, 13.4, 11.8, 12.9, 14.2, 13.1, 12.4, 13.8, 12.0, 13.3]]])[0][0], 15);

    private static void Echo(Oracle oracle, string script)
    {
        double[][] answers = oracle.Ask(script, [[Awkward, []], [[], Awkward], [[1], [2]]]);
        Assert.Equal(Awkward.Select(BitConverter.DoubleToInt64Bits), answers[0].Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(Awkward.Select(BitConverter.DoubleToInt64Bits), answers[1].Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal([1.0, 2.0], answers[2]);
    }
}
