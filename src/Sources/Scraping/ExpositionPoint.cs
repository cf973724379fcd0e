namespace CanaryJudge.Sources.Scraping;

/// <summary>One line of an exposition that carries a value.</summary>
/// <param name="Labels">The labels with the metric's name as __name__; labels with an empty value are left out, as they mean the same as none.</param>
/// <param name="Value">The value; NaN and infinities as written.</param>
/// <param name="TimeMillis">The line's own time, milliseconds since the Unix epoch; null when it has none and the scrape's time counts.</param>
/// <param name="Line">Its line, from 1.</param>
public sealed record ExpositionPoint(IReadOnlyDictionary<string, string> Labels, double Value, long? TimeMillis, int Line)
{
    /// <summary>The metric's name, suffixes included.</summary>
    public string Name => Labels[NameLabel];

    /// <summary>The label that holds a metric's name.</summary>
    public const string NameLabel = "__name__";
}
