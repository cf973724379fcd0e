using CanaryJudge.Judging;
using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Sources.Recordings;

/// <summary>Makes one side's windows of its arrays and checks the rules between them.</summary>
internal static class SideBuilder
{
    /// <summary>A side without windows.</summary>
    public static SideWindows Empty(MetricKind kind, double[] bounds) => kind switch
    {
        MetricKind.Ratio => new RatioWindows([], []),
        MetricKind.Series => new SeriesWindows([]),
        MetricKind.Histogram => new HistogramWindows(bounds, []),
        MetricKind.Count => new CountWindows([], []),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind."),
    };

    /// <summary>The side's windows; null when something is wrong, which is noted.</summary>
    public static SideWindows? Build(ref FieldReader reader, string path, MetricKind kind, SideFields? side, double[]? bounds)
    {
        if (side is null) return null;
        string[] wanted = kind switch
        {
            MetricKind.Ratio => ["bad", "total"],
            MetricKind.Series => ["values"],
            MetricKind.Histogram => ["counts"],
            _ => ["events", "exposure"],
        };
        bool right = NoteFields.Whole(ref reader, path, side.Seen, wanted);
        foreach (string field in side.Seen.Where(field => SideFields.All.Contains(field) && !wanted.Contains(field)))
        {
            right = false;
            reader.Wrong(FieldReader.Join(path, field), $"A {RecordingWords<MetricKind>.Of(kind)} has no {FieldReader.Shown(field)}.", $"Write {string.Join(" and ", wanted)}.");
        }
        if (!right) return null;
        return kind switch
        {
            MetricKind.Ratio => Ratio(ref reader, path, side),
            MetricKind.Series => side.Values is null ? null : new SeriesWindows(side.Values),
            MetricKind.Histogram => Histogram(ref reader, path, side, bounds),
            _ => Count(ref reader, path, side),
        };
    }

    private static RatioWindows? Ratio(ref FieldReader reader, string path, SideFields side)
    {
        if (side.Bad is not { } bad || side.Total is not { } total || !SameLength(ref reader, path, "bad", bad.Length, "total", total.Length)) return null;
        int above = Enumerable.Range(0, bad.Length).FirstOrDefault(k => bad[k] > total[k], -1);
        if (above < 0) return new RatioWindows(bad, total);
        reader.Wrong($"{path}.bad[{above}]", $"bad[{above}] is {bad[above]:R}, above its total of {total[above]:R}.", "Write at most the total.");
        return null;
    }

    private static CountWindows? Count(ref FieldReader reader, string path, SideFields side)
    {
        if (side.Events is not { } events || side.Exposure is not { } exposure) return null;
        return SameLength(ref reader, path, "events", events.Length, "exposure", exposure.Length) ? new CountWindows(events, exposure) : null;
    }

    private static HistogramWindows? Histogram(ref FieldReader reader, string path, SideFields side, double[]? bounds)
    {
        if (side.Counts is not { } rows || bounds is null) return null;
        // Without bounds nothing can have been counted: every window is missing.
        int wrong = Array.FindIndex(rows, row => row is not null && (bounds.Length == 0 || row.Length != bounds.Length + 1));
        if (wrong < 0) return new HistogramWindows(bounds, rows);
        string needed = bounds.Length == 0 ? "there are no bounds" : $"{Counted.Of(bounds.Length, "bound", "needs", "need")} {bounds.Length + 1}, the last for what is above them";
        reader.Wrong($"{path}.counts[{wrong}]", $"counts[{wrong}] has {Counted.Of(rows[wrong]!.Length, "count")}; {needed}.", "Write one count a bound and the overflow, or null for a missing window.");
        return null;
    }

    private static bool SameLength(ref FieldReader reader, string path, string first, int firstLength, string second, int secondLength)
    {
        if (firstLength == secondLength) return true;
        reader.Wrong(path, $"{firstLength} {first} and {secondLength} {second}; they part at index {Math.Min(firstLength, secondLength)}.", "Write both over the same windows.");
        return false;
    }
}
