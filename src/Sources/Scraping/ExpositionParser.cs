using System.Text.Unicode;

namespace CanaryJudge.Sources.Scraping;

/// <summary>Reads the text formats in which targets expose their metrics.</summary>
/// <remarks>
/// Counters, gauges, summaries and classic histograms all become plain points (foo_total, foo_bucket with le, foo_sum, foo_count, foo_created); exemplars are
/// checked and left out. Sources: "Exposition formats", Prometheus documentation; OpenMetrics 1.0.0 (2022).
/// </remarks>
public static class ExpositionParser
{
    /// <summary>Reads a whole exposition.</summary>
    /// <param name="text">UTF-8 text without a byte order mark; empty is an exposition without points in Prometheus text, an error in OpenMetrics.</param>
    /// <param name="format">Its format.</param>
    /// <param name="limits">Bounds; null takes the defaults.</param>
    /// <returns>The exposition, or the first wrong line. Any bytes give one of the two.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A bound is out of its range.</exception>
    public static ExpositionResult Parse(ReadOnlySpan<byte> text, ExpositionFormat format, ExpositionLimits? limits = null)
    {
        limits ??= new ExpositionLimits();
        limits.Check();
        if (text.Length > limits.MaxBytes) return new(null, 1, $"the text has more than {limits.MaxBytes} bytes");

        var builder = new ExpositionBuilder(format, limits);
        int line = 0;
        while (!text.IsEmpty)
        {
            line++;
            int length = text.IndexOf((byte)'\n');
            bool ends = length >= 0;
            ReadOnlySpan<byte> current = ends ? text[..length] : text;
            if (current.Length > limits.MaxLineBytes) return new(null, line, $"the line has more than {limits.MaxLineBytes} bytes");
            if (!Utf8.IsValid(current)) return new(null, line, "the line is not UTF-8");
            if (builder.Take(current, line) is { } fault) return new(null, line, fault);
            // A last line that was cut may still read as a smaller number.
            if (!ends && !builder.Ended) return new(null, line, "the last line does not end in a line feed: the text was cut short");
            text = ends ? text[(length + 1)..] : [];
        }
        if (format == ExpositionFormat.OpenMetrics && !builder.Ended) return new(null, line + 1, "# EOF is missing: the text was cut short");
        return new(builder.Build());
    }
}
