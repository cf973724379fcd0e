using System.Globalization;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Cli.Rendering;

/// <summary>How numbers of one metric are written: in which unit, with how many decimals. Numbers side by side share one scale, so that they can be compared at a glance.</summary>
internal sealed class Scale
{
    /// <summary>What is written where there is no number.</summary>
    public const string None = "-";

    private readonly double _factor;
    private readonly string _suffix;
    private readonly string _format;

    private Scale(double factor, string suffix, double largest, int digits)
    {
        _factor = factor;
        _suffix = suffix;
        // So many digits of the largest number, and never more than six decimals.
        double shown = largest * factor;
        int decimals = shown > 0 ? Math.Clamp(digits - 1 - (int)Math.Floor(Math.Log10(shown)), 0, 6) : 0;
        _format = "F" + decimals.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The scale for values of a metric.</summary>
    /// <param name="metric">The metric, for its kind and unit.</param>
    /// <param name="numbers">The numbers that will be written; what is not finite is left out of the choice.</param>
    public static Scale ForValues(MetricPolicy metric, params ReadOnlySpan<double> numbers) => Choose(metric, "%", Largest(numbers), digits: 3);

    /// <summary>The scale for differences and margins of a metric: as for values, but a difference of shares is in percentage points.</summary>
    /// <param name="metric">The metric, for its kind and unit.</param>
    /// <param name="numbers">The numbers that will be written.</param>
    public static Scale ForDifferences(MetricPolicy metric, params ReadOnlySpan<double> numbers) => Choose(metric, "pp", Largest(numbers), digits: 2);

    /// <summary>A number with its unit; a dash for NaN, the sign of infinity for an infinity.</summary>
    public string Value(double number) => double.IsFinite(number) ? Plain(number) + _suffix : NotFinite(number);

    /// <summary>A number with its sign and unit.</summary>
    public string Signed(double number) => double.IsFinite(number) ? Sign(number) + _suffix : NotFinite(number);

    /// <summary>An interval without unit, with signs: [-0.10, +0.25]. Empty when it has no ends.</summary>
    public string Interval(double low, double high)
    {
        if (double.IsNaN(low) || double.IsNaN(high)) return "";
        return $"[{(double.IsFinite(low) ? Sign(low) : NotFinite(low))}, {(double.IsFinite(high) ? Sign(high) : NotFinite(high))}]";
    }

    private static Scale Choose(MetricPolicy metric, string share, double largest, int digits)
    {
        if (metric.Kind == MetricKind.Ratio) return new(100, share, largest, digits);
        return metric.Unit switch
        {
            "s" or "seconds" => largest switch
            {
                >= 1 or 0 => new(1, "s", largest, digits),
                >= 1e-3 => new(1e3, "ms", largest, digits),
                _ => new(1e6, "us", largest, digits),
            },
            "bytes" or "B" => largest switch
            {
                >= 1L << 30 => new(1.0 / (1L << 30), "GiB", largest, digits),
                >= 1L << 20 => new(1.0 / (1L << 20), "MiB", largest, digits),
                >= 1L << 10 => new(1.0 / (1L << 10), "KiB", largest, digits),
                _ => new(1, "B", largest, digits),
            },
            _ => largest switch
            {
                >= 1e9 => new(1e-9, "G" + Short(metric.Unit), largest, digits),
                >= 1e6 => new(1e-6, "M" + Short(metric.Unit), largest, digits),
                >= 1e4 => new(1e-3, "k" + Short(metric.Unit), largest, digits),
                _ => new(1, Short(metric.Unit), largest, digits),
            },
        };
    }

    // A long unit would break the columns: the table names it beside the metric instead.
    private static string Short(string unit) => IsShort(unit) ? unit : "";

    /// <summary>True when a unit stands behind its numbers.</summary>
    public static bool IsShort(string unit) => unit.Length <= 2 || unit is "seconds" or "bytes";

    private static double Largest(ReadOnlySpan<double> numbers)
    {
        double largest = 0;
        foreach (double number in numbers)
        {
            if (double.IsFinite(number)) largest = Math.Max(largest, Math.Abs(number));
        }

        return largest;
    }

    private static string NotFinite(double number) => double.IsNaN(number) ? None : number > 0 ? "+inf" : "-inf";

    private string Plain(double number) => Unsigned(number, out bool negative) is var text && negative ? "-" + text : text;

    private string Sign(double number)
    {
        string text = Unsigned(number, out bool negative);
        return negative ? "-" + text : IsZero(text) ? text : "+" + text;
    }

    // "-0.00" and "+0.00" would say a direction that the number does not show.
    private string Unsigned(double number, out bool negative)
    {
        string text = Math.Abs(number * _factor).ToString(_format, CultureInfo.InvariantCulture);
        negative = number < 0 && !IsZero(text);
        return text;
    }

    private static bool IsZero(string text) => !text.AsSpan().ContainsAnyExcept('0', '.');
}
