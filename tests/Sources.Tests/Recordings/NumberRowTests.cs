using System.Globalization;
using System.Text;
using System.Text.Json;
using CanaryJudge.Sources.Recordings;
using CsCheck;

namespace CanaryJudge.Sources.Tests.Recordings;

/// <summary>The quick reader of lists takes what a strict JSON reader takes, as the same bits, or leaves it to that one.</summary>
public sealed class NumberRowTests
{
    private static readonly Gen<double> Numbers = Gen.OneOf(
        Gen.Int[-5, 5000].Select(whole => (double)whole), Gen.Double[-1e6, 1e6], Gen.Double, One(0, -0.0, 5e-324, 1.7976931348623157e308, 0.1, 1e22, 123456789012345680000.0));

    [Fact]
    public void TryRead_NumbersOfEveryForm_AreTheBitsOfTheJsonReader() =>
        Gen.Select(Numbers.Where(double.IsFinite).Array[0, 30], One("R", "E17", "F3", "0.################"), One(",", ", ", " ,\t")).Sample((numbers, format, comma) =>
        {
            string text = string.Join(comma, numbers.Select(number => number.ToString(format, CultureInfo.InvariantCulture)));
            double[] strict = [.. JsonDocument.Parse($"[{text}]").RootElement.EnumerateArray().Select(entry => entry.GetDouble())];
            double[]? quick = Read(text + "],7");

            if (strict.All(double.IsFinite)) Assert.Equal(strict.Select(BitConverter.DoubleToInt64Bits), quick!.Select(BitConverter.DoubleToInt64Bits));
            else Assert.Null(quick);
        });

    [Fact]
    public void TryRead_AnyBytes_AreRightJsonOrLeftAlone() => One('0', '1', '-', '+', '.', 'e', 'E', ',', ' ', 'n', 'u', 'l', 'N', 'a', 'I', '[', '"', 'x').Array[0, 9].Sample(letters =>
    {
        string text = new(letters);
        if (Read(text + "]") is not { } quick) return;
        double[] strict = [.. JsonDocument.Parse($"[{text}]").RootElement.EnumerateArray().Select(entry => entry.ValueKind == JsonValueKind.Null ? double.NaN : entry.GetDouble())];
        Assert.Equal(strict, quick);
    }, iter: 20_000);

    [Theory]
    [InlineData("1,2", true)]
    [InlineData("", true)]
    [InlineData("  ", true)]
    [InlineData("null, 1", true)]
    [InlineData("1,2,3", false)]
    [InlineData("1,", false)]
    [InlineData("01", false)]
    [InlineData("-1", false)]
    [InlineData("+1", false)]
    [InlineData("1.", false)]
    [InlineData("NaN", false)]
    [InlineData("nul", false)]
    [InlineData("1e999", false)]
    [InlineData("[1", false)]
    public void TryRead_AtMostTwoOfZeroOrMore_TakesOnlyThose(string text, bool isRight)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text + "]");

        Assert.Equal(isRight, NumberRow.TryRead(bytes, 2, missing: true, 0, out int length) is not null);
        Assert.Equal(text.Length, length);
        Assert.Null(NumberRow.TryRead(Encoding.UTF8.GetBytes(text), 2, missing: true, 0, out _));
        Assert.Null(NumberRow.TryRead("null]"u8, 2, missing: false, 0, out _));
    }

    private static Gen<T> One<T>(params T[] choices) => Gen.Int[0, choices.Length - 1].Select(i => choices[i]);

    private static double[]? Read(string text) => NumberRow.TryRead(Encoding.UTF8.GetBytes(text), 100, missing: true, double.NegativeInfinity, out _);
}
