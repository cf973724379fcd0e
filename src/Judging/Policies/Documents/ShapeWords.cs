using System.Globalization;

namespace CanaryJudge.Judging.Policies.Documents;

/// <summary>What a key's value may be, in words for the reference.</summary>
internal static class ShapeWords
{
    /// <summary>The words of a shape, as Markdown.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The shape has no words yet.</exception>
    public static string Of(Shape shape) => shape switch
    {
        IntegerShape whole => $"a whole number, {Number(whole.Min)} to {Number(whole.Max)}",
        NumberShape number => "a number " + number.Range,
        WordShape word => string.Join(", ", word.Words.Select(w => $"`{w}`")),
        BooleanShape => "`true`, `false`",
        NameShape => $"a name: letters, digits, `_`, `-`, `.`; at most {PolicyLimits.NameLength} characters",
        TextShape text => $"text, at most {Number(text.MaxLength)} characters",
        DurationShape duration => $"a duration, `{DurationText.Format(duration.Min)}` to `{DurationText.Format(duration.Max)}`",
        WindowsShape windows => $"a whole number of windows, {Number(windows.Min)} to {Number(PolicyLimits.Windows)}; or a duration that is a multiple of `interval`",
        MarginShape { IsRatio: true } => "`10%`, `0.5pp`, a number up to 1, or a map ([margin](#a-margin))",
        MarginShape => "`10%`, a number above 0, or a map ([margin](#a-margin))",
        LimitShape { IsRatio: true } => "a number from 0 to 1, or `1%`",
        LimitShape => "a number",
        NamesShape names => $"a list of 1 to {Number(names.MaxCount)} names",
        WeightsShape => "a map from names of groups to numbers above 0 and at most 100",
        SelectorShape => "a selector, such as `http_requests_total{code=~\"5..\"}`",
        ExpressionShape => "a PromQL expression that holds `$scope`",
        TermShape { TakesSelector: true } term => "a selector, or a map with one of " + Keys(term.Readings),
        TermShape term => "a map with one of " + Keys(term.Readings),
        QuantilesShape quantiles => $"a list of 1 to {quantiles.MaxCount} numbers above 0 and below 1, rising",
        MetricsShape => $"a list of 1 to {PolicyLimits.Metrics} metrics, each of one [kind](#a-ratio-metric)",
        ObjectShape map => $"a map ([{map.Table.Title}](#{PolicyReference.Anchor(map.Table)}))",
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, "There are no words for this shape."),
    };

    private static string Keys(KeyTable table) => string.Join(", ", table.Keys.Select(key => $"`{key.Name}`")) + $" ([{table.Title}](#{PolicyReference.Anchor(table)}))";

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
