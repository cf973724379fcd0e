using CanaryJudge.Judging.Planning;

namespace CanaryJudge.Sources.Prometheus;

/// <summary>One request of the HTTP API, ready to be sent.</summary>
/// <param name="Path">Path below the address.</param>
/// <param name="QueryText">The query as sent.</param>
/// <param name="Form">The form's fields, the query included.</param>
internal sealed record ApiRequest(string Path, string QueryText, IReadOnlyList<KeyValuePair<string, string>> Form)
{
    private const string RangePath = "api/v1/query_range", InstantPath = "api/v1/query";

    /// <summary>All paths that are asked.</summary>
    public static IReadOnlyList<string> Paths { get; } = [RangePath, InstantPath];

    /// <summary>Evaluates an expression at start, start + step, up to end.</summary>
    public static ApiRequest Range(PlannedQuery query, TimeSlice slice, TimeSpan timeout) => new(RangePath, query.Text,
    [
        new("query", query.Text),
        new("start", Seconds(slice.StartMillis)),
        new("end", Seconds(slice.EndMillis)),
        new("step", Seconds(query.StepMillis)),
        new("timeout", Duration((long)timeout.TotalMilliseconds)),
        new("nocache", "1"), // VictoriaMetrics moves the evaluation times to multiples of the step otherwise; others ignore it
    ]);

    /// <summary>Reads the raw samples after start up to end; a sample exactly at start may come too (Prometheus before 3).</summary>
    public static ApiRequest Raw(PlannedQuery query, TimeSlice slice, TimeSpan timeout)
    {
        string text = $"{query.Text}[{Duration(slice.EndMillis - slice.StartMillis)}]";
        return new(InstantPath, text,
        [
            new("query", text),
            new("time", Seconds(slice.EndMillis)),
            new("timeout", Duration((long)timeout.TotalMilliseconds)),
        ]);
    }

    /// <summary>Milliseconds as decimal seconds, exactly: 1760000000500 is 1760000000.5.</summary>
    internal static string Seconds(long millis)
    {
        string sign = millis < 0 ? "-" : "";
        ulong size = (ulong)Math.Abs(millis);
        string fraction = (size % 1000) == 0 ? "" : "." + (size % 1000).ToString("000").TrimEnd('0');
        return $"{sign}{size / 1000}{fraction}";
    }

    private static string Duration(long millis) => millis % 1000 == 0 ? $"{millis / 1000}s" : $"{millis}ms";
}
