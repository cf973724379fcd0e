using System.Globalization;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Comparing;

/// <summary>Writes a metric's numbers for people: shares in percent and points, seconds and bytes in a size that fits, other units as they are; the digits that matter.</summary>
internal sealed class Figures
{
    private static readonly (double From, double Factor, string Unit)[] Seconds = [(1, 1, "s"), (1e-3, 1e3, "ms"), (0, 1e6, "µs")];

    private static readonly (double From, double Factor, string Unit)[] Bytes =
        [(1L << 40, 1.0 / (1L << 40), "TiB"), (1 << 30, 1.0 / (1 << 30), "GiB"), (1 << 20, 1.0 / (1 << 20), "MiB"), (1 << 10, 1.0 / (1 << 10), "KiB"), (0, 1, "B")];

    // Formats with so many decimals at most, and with all of them.
    private static readonly string[] UpTo = [.. Enumerable.Range(0, 20).Select(decimals => "0." + new string('#', decimals))];
    private static readonly string[] Exactly = [.. Enumerable.Range(0, 13).Select(decimals => "F" + decimals.ToString(CultureInfo.InvariantCulture))];

    private readonly bool _isShare;
    private readonly string _unit;

    private Figures(bool isShare, string unit)
    {
        _isShare = isShare;
        _unit = unit;
    }

    /// <summary>The way to write shares.</summary>
    public static Figures OfShares { get; } = new(isShare: true, unit: "");

    /// <summary>The way to write a metric's values.</summary>
    public static Figures Of(MetricPolicy metric) => metric.Kind == MetricKind.Ratio ? OfShares : new(isShare: false, metric.Unit);

    /// <summary>A value: "3.41 %", "480 ms", "12.5".</summary>
    public string Value(double value) => WithUnit(value, "%", 3);

    /// <summary>Two values, with as many digits as it takes to tell them apart.</summary>
    public (string First, string Second) Values(double first, double second)
    {
        for (int digits = 3; digits < 9; digits++)
        {
            (string a, string b) = (WithUnit(first, "%", digits), WithUnit(second, "%", digits));
            if (a != b) return (a, b);
        }

        return (Value(first), Value(second));
    }

    /// <summary>A margin: "0.5 points", "1 point", "20 ms".</summary>
    public string Margin(double value) => WithUnit(value, "points", 3) is var text && text == "1 points" ? "1 point" : text;

    /// <summary>A difference with its sign: "+2.4 points", "-30 ms".</summary>
    public string Difference(double value)
    {
        (double factor, string unit) = ScaleOf(Math.Abs(value), "points");
        return Signed(value * factor, DecimalsOf(value * factor)) + unit;
    }

    /// <summary>An interval of differences, without a unit for shares: "+1.9 to +3.0", "-3.1 to +12.0 ms"; an end that is open is "anything".</summary>
    public string Interval(double low, double high)
    {
        double size = Math.Max(double.IsFinite(low) ? Math.Abs(low) : 0, double.IsFinite(high) ? Math.Abs(high) : 0);
        (double factor, string unit) = ScaleOf(size, "");
        int decimals = DecimalsOf(size * factor);
        string End(double value) => double.IsFinite(value) ? Signed(value * factor, decimals) : "anything";
        return $"{End(low)} to {End(high)}{unit}";
    }

    /// <summary>A probability as percent: "98 %".</summary>
    public static string Percent(double share) => Number(share * 100, 4) + " %";

    /// <summary>A plain number, without trailing zeros.</summary>
    /// <param name="value">The number.</param>
    /// <param name="digits">Digits that matter; whole numbers keep all of theirs.</param>
    public static string Number(double value, int digits)
    {
        if (value == 0) return "0";
        if (!double.IsFinite(value)) return double.IsNaN(value) ? "unknown" : value > 0 ? "infinity" : "-infinity";
        double size = Math.Abs(value);
        if (size is >= 1e15 or < 1e-6) return value.ToString("0." + new string('#', digits - 1) + "e+0", CultureInfo.InvariantCulture);
        int decimals = Math.Max(0, digits - 1 - (int)Math.Floor(Math.Log10(size)));
        return value.ToString(UpTo[decimals], CultureInfo.InvariantCulture);
    }

    private string WithUnit(double value, string shareUnit, int digits)
    {
        (double factor, string unit) = ScaleOf(Math.Abs(value), shareUnit);
        return Number(value * factor, digits) + unit;
    }

    private (double Factor, string Unit) ScaleOf(double size, string shareUnit)
    {
        if (_isShare) return (100, shareUnit.Length == 0 ? "" : " " + shareUnit);
        (double From, double Factor, string Unit)[]? scales = _unit switch { "s" => Seconds, "bytes" => Bytes, _ => null };
        if (scales is null || !double.IsFinite(size)) return (1, _unit.Length == 0 ? "" : " " + _unit);
        (double From, double Factor, string Unit) scale = size == 0 ? scales.First(s => s.Factor == 1) : scales.First(s => size >= s.From);
        return (scale.Factor, " " + scale.Unit);
    }

    // Two digits that matter; a number that is 0 needs none.
    private static int DecimalsOf(double value) => value == 0 || !double.IsFinite(value) ? 0 : Math.Clamp(1 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 12);

    private static string Signed(double value, int decimals)
    {
        if (!double.IsFinite(value)) return Number(value, 3);
        string text = value.ToString(Exactly[decimals], CultureInfo.InvariantCulture);
        bool isZero = text.AsSpan().IndexOfAnyInRange('1', '9') < 0;
        return isZero ? text.TrimStart('-') : value > 0 ? "+" + text : text;
    }
}
