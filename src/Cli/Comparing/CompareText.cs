using System.Globalization;
using System.Text;
using CanaryJudge.Cli.Rendering;
using CanaryJudge.Statistics;

namespace CanaryJudge.Cli.Comparing;

/// <summary>A comparison for people, at most 80 columns wide.</summary>
internal static class CompareText
{
    private const int Side = 28;

    /// <summary>The report, without a line feed at its end.</summary>
    public static string Write(CompareReport report)
    {
        var text = new StringBuilder();
        Row(text, "", "baseline", "canary");
        Row(text, "file", FileName(report.Baseline.Name), FileName(report.Canary.Name));
        Row(text, "numbers", $"{report.Baseline.Count}", $"{report.Canary.Count}");
        Row(text, "median", Number(report.Baseline.Median), Number(report.Canary.Median));
        Row(text, "middle half", Range(report.Baseline.LowerQuarter, report.Baseline.UpperQuarter), Range(report.Canary.LowerQuarter, report.Canary.UpperQuarter));
        Row(text, "range", Range(report.Baseline.Least, report.Baseline.Most), Range(report.Canary.Least, report.Canary.Most));
        text.Append('\n');
        Line(text, "shift", Shift(report));
        Line(text, "interval", Interval(report));
        Line(text, "U", $"{report.Test.U.ToString(CultureInfo.InvariantCulture)} of {(long)report.Baseline.Count * report.Canary.Count} pairs, A12 {Number(report.Effect.A12)}");
        Line(text, "p", P(report));
        if (report.Margin is { } margin) text.Append('\n').Append(Sentence(margin, report.Shift)).Append('\n');
        return text.ToString().TrimEnd('\n');
    }

    private static void Row(StringBuilder text, string label, string baseline, string canary) =>
        text.Append($"{label,-12}{baseline,Side}{canary,Side}".TrimEnd()).Append('\n');

    private static void Line(StringBuilder text, string label, string value) => text.Append($"{label,-12}{value}").Append('\n');

    private static string Shift(CompareReport report)
    {
        double share = report.Shift.Shift / Math.Abs(report.Baseline.Median);
        string relative = double.IsFinite(share) ? $" ({Signed(share * 100, 3)} % of the baseline's median)" : "";
        return Signed(report.Shift.Shift) + relative;
    }

    private static string Interval(CompareReport report)
    {
        (double low, double high) = (report.Shift.Lower, report.Shift.Upper);
        string ends = double.IsNegativeInfinity(low) && report.Alternative == Alternative.Less ? $"at most {Signed(high)}"
            : double.IsPositiveInfinity(high) && report.Alternative == Alternative.Greater ? $"at least {Signed(low)}"
            : $"{Signed(low)} to {Signed(high)}";
        string achieved = report.Shift.Level < report.Confidence
            ? $"only {Percent(report.Shift.Level)} with so few numbers"
            : $"achieved {Percent(report.Shift.Level)}";
        return $"{ends} at {Percent(report.Confidence)} ({achieved})";
    }

    private static string P(CompareReport report)
    {
        double level = 1 - report.Confidence;
        string luck = report.Test.P <= level ? $"{Number(level)} or less: hardly luck" : $"above {Number(level)}: may be luck";
        string alternative = report.Alternative == Alternative.TwoSided ? "two-sided" : Words.Human(report.Alternative);
        return $"{Number(report.Test.P)} ({Words.Human(report.Test.Method)}, {alternative}), {luck}";
    }

    private static string Sentence(MarginFinding margin, ShiftInterval shift)
    {
        string name = margin.Text.EndsWith('%') ? $"{margin.Text} ({Number(margin.Value)})" : margin.Text;
        bool isUp = shift.Lower >= margin.Value;
        return margin.Place switch
        {
            MarginPlace.Beyond => $"Beyond the margin of {name}: the canary is {(isUp ? "greater" : "less")} by {Number(Math.Abs(isUp ? shift.Lower : shift.Upper))} or more.",
            MarginPlace.Within when double.IsInfinity(shift.Lower) => $"Within the margin of {name} upwards: the canary is not greater by that much.",
            MarginPlace.Within when double.IsInfinity(shift.Upper) => $"Within the margin of {name} downwards: the canary is not less by that much.",
            MarginPlace.Within => $"Within the margin of {name}: no shift in the interval is that large.",
            _ => $"Undecided against the margin of {name}: the interval lies on both sides of it.\nMore numbers make it narrower.",
        };
    }

    private static string Range(double low, double high) => $"{Number(low)} to {Number(high)}";

    private static string Percent(double share) => Number(share * 100, 6) + " %";

    private static string Signed(double value, int digits = 5) => (value > 0 ? "+" : "") + Number(value, digits);

    private static string Number(double value, int digits = 5) =>
        double.IsInfinity(value) ? value > 0 ? "infinity" : "-infinity"
        : value == 0 ? "0" : value.ToString("G" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    // The end of a path tells files apart better than its beginning.
    private static string FileName(string name)
    {
        string shown = Printable.OneLine(name);
        return shown.Length < Side ? shown : string.Concat("...", shown.AsSpan(shown.Length - (Side - 4)));
    }
}
