using System.Globalization;
using System.Text;
using CanaryJudge.Sources.Prometheus.Decoding;
using CsCheck;

namespace CanaryJudge.Sources.Tests.Prometheus.Decoding;

public sealed class FloatTextTests
{
    [Fact]
    public void FloatText_AnyDouble_ComesBackToTheBit() =>
        Gen.Double.Sample(x => double.IsNaN(x) || double.IsInfinity(x) || Bits(Plain(x)) == Bits(x), iter: 20_000);

    [Fact]
    public void FloatText_AnyDecimal_IsReadAsDoubleParseDoes() =>
        Gen.Int.Sample(
            seed =>
            {
                var numbers = new RandomAnswers(seed);
                for (int i = 0; i < 20; i++)
                {
                    string text = numbers.Number();
                    if (text.Contains('x') || text.Contains('N') || text.Contains('I')) continue;
                    Assert.Equal(Bits(double.Parse(text, CultureInfo.InvariantCulture)), Bits(Read(text)));
                }
            },
            iter: 20_000);

    [Fact]
    public void FloatText_HalfwayBetweenTwoDoubles_GoesToEven() =>
        Gen.ULong[1UL << 52, (1UL << 53) - 1].Sample(
            mantissa =>
            {
                // 2 m + 1 needs 54 bits: it lies exactly between the doubles 2 m and 2 m + 2.
                ulong half = 2 * mantissa + 1;
                Assert.Equal(Bits(half), Bits(Read(half.ToString(CultureInfo.InvariantCulture))));
            },
            iter: 5_000);

    [Fact]
    public void DecimalScale_AnyDigitsAndScale_IsWhatDoubleParseSays() =>
        Gen.Select(Gen.ULong, Gen.Int[0, 60], Gen.Int[1, DecimalScale.MaxScale]).Sample(
            (bits, shift, scale) =>
            {
                ulong mantissa = bits >> shift;
                if (DecimalScale.TryDivide(mantissa, scale, out double value))
                    Assert.Equal(Bits(double.Parse($"{mantissa}e-{scale}", CultureInfo.InvariantCulture)), Bits(value));
            },
            iter: 200_000);

    [Fact]
    public void DecimalScale_UpTo27Decimals_NeverNeedsTheLongWay() =>
        Gen.Select(Gen.ULong, Gen.Int[1, 27]).Sample((mantissa, scale) => DecimalScale.TryDivide(mantissa, scale, out _));

    [Fact]
    public void DecimalScale_HalfwayBetweenTwoDoubles_GoesToEven() =>
        Gen.Select(Gen.ULong[1UL << 52, (1UL << 53) - 1], Gen.Int[1, 4]).Sample(
            (half, scale) =>
            {
                // (2 m + 1) / 2^k lies exactly between two doubles, and is (2 m + 1) 5^k / 10^k.
                UInt128 digits = (UInt128)(2 * half + 1) * (UInt128)Math.Pow(5, scale);
                if (digits > ulong.MaxValue) return;
                Assert.True(DecimalScale.TryDivide((ulong)digits, scale, out double value));
                Assert.Equal(Bits((2 * half + 1) / Math.Pow(2, scale)), Bits(value));
            },
            iter: 20_000);

    [Fact]
    public void FloatText_WholeNumbersOf19Digits_AreExact() =>
        Gen.ULong[1_000_000_000_000_000_000, 9_999_999_999_999_999_999].Sample(
            number => Assert.Equal(Bits(double.Parse($"{number}", CultureInfo.InvariantCulture)), Bits(Read($"{number}"))), iter: 20_000);

    [Theory]
    [InlineData("0", 0.0)]
    [InlineData("-0", -0.0)]
    [InlineData("00012", 12.0)]
    [InlineData("9007199254740993", 9007199254740992.0)]
    [InlineData("18446744073709551616", 18446744073709551616.0)]
    [InlineData("1e400", double.PositiveInfinity)]
    [InlineData("-1e400", double.NegativeInfinity)]
    [InlineData("1e-400", 0.0)]
    [InlineData("4.9406564584124654e-324", double.Epsilon)]
    [InlineData("0.1", 0.1)]
    [InlineData("+Inf", double.PositiveInfinity)]
    [InlineData("Inf", double.PositiveInfinity)]
    [InlineData("-Inf", double.NegativeInfinity)]
    [InlineData("NaN", double.NaN)]
    public void FloatText_AtTheEdges_IsExact(string text, double expected) => Assert.Equal(Bits(expected), Bits(Read(text)));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("-NaN")]
    [InlineData("nan")]
    [InlineData("Infinity")]
    [InlineData("0x10")]
    [InlineData("1_000")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    public void FloatText_WhatIsNoNumber_IsNotReadWhole(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        int used = FloatText.Read(utf8, out _);
        Assert.True(used == 0 || used < utf8.Length);
    }

    private static double Plain(double x)
    {
        string text = x.ToString("R", CultureInfo.InvariantCulture);
        return Read(text);
    }

    private static double Read(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        Assert.Equal(utf8.Length, FloatText.Read(utf8, out double value));
        return value;
    }

    private static long Bits(double x) => BitConverter.DoubleToInt64Bits(x);
}
