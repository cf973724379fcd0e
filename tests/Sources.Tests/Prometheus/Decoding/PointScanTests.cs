using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using CanaryJudge.Sources.Prometheus.Decoding;
using CsCheck;

namespace CanaryJudge.Sources.Tests.Prometheus.Decoding;

/// <summary>The fast readers of numbers and times against double.Parse and decimal, whatever lies around them in the buffer.</summary>
public sealed class PointScanTests
{
    private const int Before = 24;
    private const int Room = 64;

    [Fact]
    public void NumberScan_AnyDigitsWithAPoint_AreReadAsDoubleParseDoes() =>
        Gen.Int.Sample(
            seed =>
            {
                var random = new Random(seed);
                for (int i = 0; i < 50; i++) SameAsParse(Decimal(random), random);
            },
            iter: 4_000);

    [Fact]
    public void NumberScan_AnyDouble_ComesBackToTheBit() =>
        Gen.Int.Sample(
            seed =>
            {
                var random = new Random(seed);
                for (int i = 0; i < 50; i++) SameAsParse(Shortest(random), random);
            },
            iter: 4_000);

    [Fact]
    public void NumberScan_TheUsualForms_AreReadByIt()
    {
        string[] usual = ["0", "7", "123456789012345678", "0.5", "0.12345678901234567", "0.001234567890123456", "12345678.25", "0.0333333333333333", "NaN"];
        Assert.All(usual, text => Assert.Equal(text.Length, Number(text, new Random(1), out _)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("1e5")]
    [InlineData("1.5e5")]
    [InlineData("+5")]
    [InlineData("5x")]
    [InlineData("1.2.3")]
    [InlineData("1.2:")]
    [InlineData("1/2")]
    [InlineData("NaNs")]
    [InlineData("12345678901234567890")]
    [InlineData("123456789.5")]
    [InlineData("0.1234567890123456789012345")]
    [InlineData("9999999999999999999999999999999999")]
    public void NumberScan_OtherForms_AreLeftToOthers(string text) => Assert.Equal(0, Number(text, new Random(1), out _));

    [Fact]
    public void TimeScan_AnyTime_IsReadToTheMillisecond() =>
        Gen.Select(Gen.Long[1_000_000_000_000, 9_999_999_999_999], Gen.Bool).Sample(
            (millis, whole) =>
            {
                if (whole) millis -= millis % 1000;
                string text = whole ? $"{millis / 1000},\"" : $"{millis / 1000}.{millis % 1000:000},\"";
                Assert.Equal(text.Length, Time(text + "5\"],[", out long read));
                Assert.Equal(millis, read);
            },
            iter: 100_000);

    [Theory]
    [InlineData("0760000000,\"1\"]")]
    [InlineData("176000000,\"1\"]")]
    [InlineData("17600000000,\"1\"]")]
    [InlineData("1760000000.5,\"1\"]")]
    [InlineData("1760000000.1234,\"1\"]")]
    [InlineData("1760000000 ,\"1\"]")]
    [InlineData("1760000000,1]")]
    [InlineData("176000000x,\"1\"]")]
    [InlineData("1x60000000,\"1\"]")]
    [InlineData("1760000000.12x,\"1\"]")]
    [InlineData("-760000000,\"1\"]")]
    public void TimeScan_OtherForms_AreLeftToOthers(string text) => Assert.Equal(0, Time(text, out _));

    [Fact]
    public void TimeScan_AnyByteChangedInATime_IsReadAsThatOrLeftToOthers() =>
        Gen.Select(Gen.Int[0, 15], Gen.Byte, Gen.Bool).Sample(
            (at, changed, whole) =>
            {
                byte[] text = Encoding.ASCII.GetBytes(whole ? "1760000015,\"0.25\"]      " : "1760000015.781,\"0.25\"]  ");
                text[at] = changed;
                int length = TimeScan.Read(ref text[0], out long millis);
                if (length == 0) return;
                string time = Encoding.ASCII.GetString(text, 0, length - 2);
                Assert.Equal(",\"", Encoding.ASCII.GetString(text, length - 2, 2));
                Assert.Matches("^[1-9][0-9]{9}([.][0-9]{3})?$", time);
                Assert.Equal(decimal.Parse(time, CultureInfo.InvariantCulture) * 1000, millis);
            },
            iter: 50_000);

    private static void SameAsParse(string text, Random around)
    {
        int used = Number(text, around, out double value);
        if (used == 0) return;
        Assert.Equal(text.Length, used);
        Assert.Equal(BitConverter.DoubleToInt64Bits(double.Parse(text, CultureInfo.InvariantCulture)), BitConverter.DoubleToInt64Bits(value));
    }

    private static string Decimal(Random random)
    {
        string whole = random.Next(3) == 0 ? "0" : Digits(random, random.Next(1, 22));
        return random.Next(5) == 0 ? whole : whole + "." + new string('0', random.Next(3) == 0 ? random.Next(9) : 0) + Digits(random, random.Next(1, 26));
    }

    private static string Shortest(Random random)
    {
        double value = random.Next(4) switch
        {
            0 => random.NextDouble(),
            1 => random.NextDouble() * Math.Pow(10, random.Next(-6, 9)),
            2 => random.Next(1, 1000) / (double)random.Next(1, 1000),
            _ => Math.Floor(random.NextDouble() * 1e15),
        };
        return ((decimal)value).ToString(CultureInfo.InvariantCulture).Length > 30 ? "0.5" : value.ToString("F20", CultureInfo.InvariantCulture).TrimEnd('0').TrimEnd('.') is { Length: > 0 } text ? text : "0";
    }

    private static string Digits(Random random, int count) => string.Concat(Enumerable.Range(0, count).Select(_ => random.Next(10)));

    /// <summary>Reads the text with a quote behind it, in a buffer that is otherwise anything.</summary>
    private static int Number(string text, Random around, out double value)
    {
        byte[] buffer = new byte[Before + Room + 32];
        around.NextBytes(buffer);
        Encoding.ASCII.GetBytes(text + "\"").CopyTo(buffer.AsSpan(Before));
        return NumberScan.Read(ref buffer[Before], out value);
    }

    private static int Time(string text, out long millis)
    {
        Span<byte> buffer = stackalloc byte[Room];
        buffer.Fill((byte)' ');
        Encoding.ASCII.GetBytes(text, buffer);
        return TimeScan.Read(ref MemoryMarshal.GetReference(buffer), out millis);
    }
}
