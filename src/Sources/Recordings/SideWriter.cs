using System.Text.Json;
using CanaryJudge.Judging.Aligning;

namespace CanaryJudge.Sources.Recordings;

/// <summary>Writes one side's windows.</summary>
internal static class SideWriter
{
    /// <summary>Writes a side as an object of arrays.</summary>
    /// <exception cref="ArgumentException">A number is infinite, or a histogram's bounds are not the baseline's.</exception>
    public static void Write(Utf8JsonWriter json, string name, SideWindows side, SideWindows baseline)
    {
        json.WriteStartObject(name);
        switch (side)
        {
            case RatioWindows ratio:
                Values(json, "bad", ratio.Bad);
                Values(json, "total", ratio.Total);
                break;
            case SeriesWindows series:
                Values(json, "values", series.Values);
                break;
            case CountWindows count:
                Values(json, "events", count.Events);
                Values(json, "exposure", count.Exposure);
                break;
            case HistogramWindows histogram:
                bool sameBounds = baseline is HistogramWindows other && histogram.Bounds.AsSpan().SequenceEqual(other.Bounds);
                if (!sameBounds) throw new ArgumentException($"The {name} has other bucket bounds than the baseline: a recording has one set a metric.", nameof(side));
                Rows(json, histogram);
                break;
            default:
                throw new ArgumentException($"There are no windows of the kind {side.GetType().Name}.", nameof(side));
        }
        json.WriteEndObject();
    }

    private static void Rows(Utf8JsonWriter json, HistogramWindows histogram)
    {
        json.WriteStartArray("counts");
        for (int k = 0; k < histogram.Count; k++)
        {
            if (!histogram.IsPresent(k))
            {
                json.WriteNullValue();
                continue;
            }
            json.WriteStartArray();
            foreach (double count in histogram.Row(k)) json.WriteNumberValue(count);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    private static void Values(Utf8JsonWriter json, string name, double[] values)
    {
        json.WriteStartArray(name);
        foreach (double value in values)
        {
            if (double.IsNaN(value)) json.WriteNullValue();
            else json.WriteNumberValue(value);
        }
        json.WriteEndArray();
    }
}
