using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Sources.Prometheus.Decoding;

namespace CanaryJudge.Sources.Tests.Prometheus.Decoding;

/// <summary>The judge of the fast decoder: the same rules written plainly over System.Text.Json, whole body in memory.</summary>
internal static partial class PlainDecoder
{
    /// <summary>The answer, or null when the bytes are none.</summary>
    public static PrometheusAnswer? Decode(byte[] body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = DecodeLimits.MaxDepth });
            CheckTexts(body);
            return Answer(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or OverflowException or KeyNotFoundException or ArgumentException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private static PrometheusAnswer Answer(JsonElement root)
    {
        Dictionary<string, JsonElement> fields = Once(root, "status", "data");
        List<string> warnings = [];
        foreach (JsonProperty field in root.EnumerateObject())
        {
            if (field.Name is "warnings" or "infos" && field.Value.ValueKind != JsonValueKind.Null)
                foreach (JsonElement warning in field.Value.EnumerateArray()) Keep(warnings, Text(warning));
            if (field.Name == "isPartial" && field.Value.ValueKind == JsonValueKind.True) warnings.Add("The server says that its answer is partial (isPartial).");
            if (field.Name is "errorType" or "error") Text(field.Value);
        }
        string? type = null;
        JsonElement? result = null;
        if (fields.TryGetValue("data", out JsonElement data) && data.ValueKind != JsonValueKind.Null)
        {
            Dictionary<string, JsonElement> parts = Once(data, "resultType", "result");
            if (parts.TryGetValue("resultType", out JsonElement named)) type = Text(named);
            if (parts.TryGetValue("result", out JsonElement given)) result = given;
        }
        // A result is read whatever the status is.
        List<FetchedSeries> series = result is { } found ? Result(found, out bool scalar) : Nothing(out scalar);
        switch (Text(fields["status"]))
        {
            case "error":
                return new PrometheusAnswer
                {
                    ErrorType = fields.TryGetValue("errorType", out JsonElement kind) ? Text(kind) : "",
                    Error = fields.TryGetValue("error", out JsonElement words) ? Text(words) : "",
                    Warnings = warnings,
                };
            case "success" when result is not null && (type is "matrix" or "vector" ? !scalar : type == "scalar" && scalar):
                return new PrometheusAnswer { Succeeded = true, Series = series, Warnings = warnings };
            default: throw new FormatException("status or type");
        }
    }

    private static List<FetchedSeries> Nothing(out bool scalar)
    {
        scalar = false;
        return [];
    }

    private static List<FetchedSeries> Result(JsonElement result, out bool scalar)
    {
        if (result.ValueKind == JsonValueKind.Null) return Nothing(out scalar);
        scalar = result.GetArrayLength() > 0 && result[0].ValueKind != JsonValueKind.Object;
        if (!scalar) return [.. result.EnumerateArray().SelectMany(Series)];
        (long time, double value) = Point(result);
        return [new FetchedSeries { Labels = LabelSet.Empty, TimesMillis = [time], Values = [value] }];
    }

    private static IEnumerable<FetchedSeries> Series(JsonElement series)
    {
        Dictionary<string, JsonElement> fields = Once(series, "metric", "values", "value", "histograms", "histogram");
        var labels = new Dictionary<string, string>();
        foreach (JsonProperty label in fields["metric"].EnumerateObject()) labels.Add(label.Name, Text(label.Value));
        List<(long Time, double Value)>? numbers = Points(fields, "value", Point);
        List<(long Time, NativeHistogramPoint Value)>? histograms = Points(fields, "histogram", HistogramAt);
        if (numbers is null && histograms is null) throw new FormatException("no points");
        if (numbers is { Count: > 0 } || histograms is not { Count: > 0 })
            yield return new FetchedSeries { Labels = labels, TimesMillis = [.. (numbers ?? []).Select(p => p.Time)], Values = [.. (numbers ?? []).Select(p => p.Value)] };
        if (histograms is { Count: > 0 })
            yield return new FetchedSeries { Labels = labels, TimesMillis = [.. histograms.Select(p => p.Time)], Histograms = [.. histograms.Select(p => p.Value)] };
    }

    private static List<(long Time, T Value)>? Points<T>(Dictionary<string, JsonElement> fields, string name, Func<JsonElement, (long Time, T Value)> read)
    {
        bool one = fields.TryGetValue(name, out JsonElement value);
        bool many = fields.TryGetValue(name + "s", out JsonElement values);
        if (one && many) throw new FormatException("both");
        if (!one && !many) return null;
        List<(long Time, T Value)> points = one ? [read(value)] : [.. values.EnumerateArray().Select(read)];
        if (points.Zip(points.Skip(1)).Any(pair => pair.Second.Time <= pair.First.Time)) throw new FormatException("times");
        return points;
    }

    private static (long Time, double Value) Point(JsonElement point) => (Time(point, 2), Float(point[1]));

    private static (long Time, NativeHistogramPoint Value) HistogramAt(JsonElement point)
    {
        Dictionary<string, JsonElement> fields = Once(point[1], "count", "sum", "buckets");
        double[][] buckets = fields.TryGetValue("buckets", out JsonElement list) && list.ValueKind != JsonValueKind.Null
            ? [.. list.EnumerateArray().Select(Bucket)]
            : [];
        for (int i = 0; i < buckets.Length; i++)
            if (!(buckets[i][0] < buckets[i][1]) || (i > 0 && !(buckets[i - 1][0] < buckets[i][0] && buckets[i - 1][1] < buckets[i][1]))) throw new FormatException("bounds");
        double sum = fields.TryGetValue("sum", out JsonElement given) ? Float(given) : double.NaN;
        return (Time(point, 2), new NativeHistogramPoint(
            Float(fields["count"]), sum, [.. buckets.Select(b => b[0])], [.. buckets.Select(b => b[1])], [.. buckets.Select(b => b[2])]));
    }

    private static double[] Bucket(JsonElement bucket)
    {
        if (bucket.GetArrayLength() != 4 || bucket[0].ValueKind != JsonValueKind.Number) throw new FormatException("bucket");
        return [Float(bucket[1]), Float(bucket[2]), Float(bucket[3])];
    }

    private static long Time(JsonElement point, int parts)
    {
        if (point.GetArrayLength() != parts) throw new FormatException("parts");
        decimal seconds = point[0].GetDecimal();
        if (Math.Abs(seconds) > 9_000_000_000_000m) throw new FormatException("time");
        return (long)Math.Round(seconds * 1000m, MidpointRounding.AwayFromZero);
    }

    private static double Float(JsonElement element)
    {
        string text = Text(element);
        if (text == "NaN") return double.NaN;
        if (text is "Inf" or "+Inf") return double.PositiveInfinity;
        if (text == "-Inf") return double.NegativeInfinity;
        return Number().IsMatch(text) ? double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) : throw new FormatException(text);
    }

    private static string Text(JsonElement element) => element.GetString() ?? throw new FormatException("null");

    private static void Keep(List<string> warnings, string warning)
    {
        if (!warnings.Contains(warning)) warnings.Add(warning);
    }

    private static Dictionary<string, JsonElement> Once(JsonElement element, params string[] once)
    {
        var fields = new Dictionary<string, JsonElement>();
        foreach (JsonProperty field in element.EnumerateObject())
        {
            if (!fields.TryAdd(field.Name, field.Value) && once.Contains(field.Name)) throw new FormatException("twice");
            fields[field.Name] = field.Value;
        }
        return fields;
    }

    /// <summary>Every text, read or not, must be UTF-8 with whole surrogate pairs.</summary>
    private static void CheckTexts(byte[] body)
    {
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName) reader.GetString();
    }

    [GeneratedRegex(@"^[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?\z", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Number();
}
