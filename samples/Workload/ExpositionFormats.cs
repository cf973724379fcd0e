using Microsoft.Net.Http.Headers;

namespace CanaryJudge.Samples.Workload;

/// <summary>Content negotiation of /metrics.</summary>
internal static class ExpositionFormats
{
    /// <summary>The format a client prefers.</summary>
    /// <param name="accept">Its Accept header lines; empty accepts anything.</param>
    /// <returns>OpenMetrics when it is asked for by name, in a version we speak, and not ranked below plain text; else Prometheus text.</returns>
    public static ExpositionFormat Preferred(IList<string> accept)
    {
        if (!MediaTypeHeaderValue.TryParseList(accept, out IList<MediaTypeHeaderValue>? ranges)) return ExpositionFormat.Prometheus;
        double openMetrics = 0, text = 0;
        foreach (MediaTypeHeaderValue range in ranges)
        {
            double quality = range.Quality ?? 1;
            if (range.MediaType.Equals("application/openmetrics-text", StringComparison.OrdinalIgnoreCase) && SpeaksVersion(range)) openMetrics = Math.Max(openMetrics, quality);
            else if (range.MediaType.Equals("text/plain", StringComparison.OrdinalIgnoreCase)) text = Math.Max(text, quality);
        }
        return openMetrics > 0 && openMetrics >= text ? ExpositionFormat.OpenMetrics : ExpositionFormat.Prometheus;
    }

    /// <summary>The exact Content-Type of a format.</summary>
    public static string ContentType(ExpositionFormat format) => format == ExpositionFormat.OpenMetrics
        ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
        : "text/plain; version=0.0.4; charset=utf-8";

    private static bool SpeaksVersion(MediaTypeHeaderValue range)
    {
        foreach (NameValueHeaderValue parameter in range.Parameters)
        {
            if (parameter.Name.Equals("version", StringComparison.OrdinalIgnoreCase)) return parameter.Value == "1.0.0" || parameter.Value == "\"1.0.0\"";
        }
        return true;
    }
}
