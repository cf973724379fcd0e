using System.Globalization;
using System.Text;
using CanaryJudge.Sources.Scraping;
using CsCheck;

namespace CanaryJudge.Sources.Tests.Scraping;

public sealed class ExpositionPropertyTests
{
    private const string Names = "abcXYZ_";
    private static readonly string[] Words = ["a", "b_total", "{", "}", "\"", "=", ",", " ", "\t", "\n", "\\", "1", "NaN", "+Inf", "#", "# TYPE ", "# HELP ", "# UNIT ", "# EOF", "le", "é", "counter"];
    private static readonly Gen<string> Name = Gen.Char[Names].Array[1, 8].Select(letters => new string(letters));
    private static readonly Gen<string> Value = Gen.Char["az09 {},=\"\\\n\té漢#"].Array[1, 12].Select(letters => new string(letters));
    private static readonly Gen<double> Number = Gen.OneOf(Gen.Double, Gen.Double.Special, Gen.Int.Select(i => (double)i));
    private static readonly Gen<long?> Time = Gen.OneOf(Gen.Const((long?)null), Gen.Long[-4_000_000_000_000, 4_000_000_000_000].Select(t => (long?)t));
    private static readonly Gen<Written> Point = Gen.Select(Name, Gen.Dictionary(Name, Value)[0, 4], Number, Time, (name, labels, number, time) => new Written(name, labels, number, time));

    [Fact]
    public void Parse_WhatWasWritten_ComesBackBitForBit() => Gen.Select(Point.Array[0, 20], Gen.Bool).Sample((points, openMetrics) =>
    {
        string text = string.Concat(points.Select(point => point.Text(openMetrics))) + (openMetrics ? "# EOF\n" : "");
        ExpositionResult result = ExpositionParser.Parse(Encoding.UTF8.GetBytes(text), openMetrics ? ExpositionFormat.OpenMetrics : ExpositionFormat.Prometheus);

        Assert.Equal("", result.Message);
        Assert.Equal(points.Length, result.Exposition!.Points.Count);
        foreach ((Written written, ExpositionPoint read) in points.Zip(result.Exposition.Points))
        {
            Assert.Equal(written.Name, read.Name);
            Assert.Equal(written.Labels.OrderBy(l => l.Key, StringComparer.Ordinal), read.Labels.Where(l => l.Key != "__name__").OrderBy(l => l.Key, StringComparer.Ordinal));
            Assert.Equal(written.TimeMillis, read.TimeMillis);
            Assert.Equal(written.Value, read.Value); // NaN equals NaN here
            if (!double.IsNaN(written.Value)) Assert.Equal(BitConverter.DoubleToInt64Bits(written.Value), BitConverter.DoubleToInt64Bits(read.Value));
        }
    });

    [Fact]
    public void Parse_AnyBytes_GivesAnExpositionOrAWrongLine() => Gen.Select(Gen.Byte.Array[0, 200], Gen.Bool).Sample(Holds);

    [Fact]
    public void Parse_BytesThatAlmostFit_GiveAnExpositionOrAWrongLine() =>
        Gen.Select(Gen.Int[0, Words.Length - 1].Select(i => Words[i]).Array[0, 30], Gen.Bool)
            .Sample((words, openMetrics) => Holds(Encoding.UTF8.GetBytes(string.Concat(words)), openMetrics));

    [Fact]
    public void Parse_TextCutAnywhere_NeverGivesANumberThatWasNotWritten() => Gen.Select(Point.Array[1, 5], Gen.Bool, Gen.Double[0, 1]).Sample((points, openMetrics, share) =>
    {
        byte[] whole = Encoding.UTF8.GetBytes(string.Concat(points.Select(point => point.Text(openMetrics))) + (openMetrics ? "# EOF\n" : ""));
        byte[] cut = whole[..(int)(share * (whole.Length - 1))];
        ExpositionResult result = ExpositionParser.Parse(cut, openMetrics ? ExpositionFormat.OpenMetrics : ExpositionFormat.Prometheus);

        // Cut in OpenMetrics, only the last line feed may be missing; in Prometheus text only whole lines are ever read.
        if (openMetrics) Assert.True(result.Exposition is null || cut.Length == whole.Length - 1);
        else if (result.Exposition is { } page) Assert.True(page.Points.Select(p => p.Value).SequenceEqual(points.Take(page.Points.Count).Select(p => p.Value)));
    });

    private static void Holds(byte[] text, bool openMetrics)
    {
        ExpositionResult result = ExpositionParser.Parse(text, openMetrics ? ExpositionFormat.OpenMetrics : ExpositionFormat.Prometheus);
        Assert.Equal(result.Exposition is null, result.Message.Length > 0);
        Assert.Equal(result.Exposition is null, result.Line > 0);
    }

    private sealed record Written(string Name, Dictionary<string, string> Labels, double Value, long? TimeMillis)
    {
        public string Text(bool openMetrics)
        {
            string labels = string.Join(',', Labels.Select(l => $"{l.Key}=\"{l.Value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n")}\""));
            string value = double.IsNaN(Value) ? "NaN" : double.IsInfinity(Value) ? (Value > 0 ? "+Inf" : "-Inf") : Value.ToString("R", CultureInfo.InvariantCulture);
            string time = TimeMillis is not { } millis ? "" : openMetrics ? " " + (millis / 1000m).ToString(CultureInfo.InvariantCulture) : $" {millis}";
            return Name + (labels.Length > 0 ? $"{{{labels}}}" : "") + " " + value + time + "\n";
        }
    }
}
