using CanaryJudge.Judging;
using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Explaining;

namespace CanaryJudge.Sources.Recordings;

/// <summary>Reads the verdict that was reached when a recording was written.</summary>
internal static class JudgedFields
{
    // A metric has a few numbers a thing compared, and a score four a group; more than this is no verdict of any version.
    private const int MostNumbers = 1000;

    /// <summary>The verdict; null when it is wrong, which is noted.</summary>
    public static JudgedVerdict? Read(ref FieldReader reader, string path)
    {
        if (!reader.Object(path)) return null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        List<JudgedNumber> numbers = [];
        (string? version, VerdictOutcome? outcome, long? interval, string? reason, List<JudgedMetric>? metrics) = (null, null, null, null, null);
        while (reader.Field(path, seen, out string field))
        {
            string at = FieldReader.Join(path, field);
            switch (field)
            {
                case "version": version = reader.Text(at); break;
                case "verdict": outcome = reader.Word<VerdictOutcome>(at); break;
                case "interval": interval = reader.Whole(at, 0, RecordingLimits.Windows); break;
                case "reason": reason = reader.Text(at); break;
                case "numbers": Numbers(ref reader, at, numbers); break;
                case "metrics": metrics = Metrics(ref reader, at); break;
                default: reader.Unknown(path, field, "version, verdict, interval, reason, numbers, metrics"); break;
            }
        }
        bool whole = NoteFields.Whole(ref reader, path, seen, "version", "verdict", "interval", "reason", "metrics");
        return whole && version is not null && outcome is { } o && interval is { } i && reason is not null && metrics is not null
            ? new(version, o, (int)i, reason, metrics) { Numbers = numbers }
            : null;
    }

    /// <summary>Notes what does not belong to the recording that it stands in.</summary>
    public static void Check(ref FieldReader reader, string path, JudgedVerdict judged, IReadOnlyList<MetricWindows> metrics)
    {
        if (!judged.Metrics.Select(metric => metric.Name).SequenceEqual(metrics.Select(metric => metric.Metric.Name)))
        {
            reader.Wrong($"{path}.metrics", "The metrics of the verdict are not those of the recording, in their order.", "Write one entry a metric, or leave judged out.");
        }
        else if (judged.Interval > metrics[0].Baseline.Count)
        {
            reader.Wrong($"{path}.interval", $"The verdict is of window {judged.Interval} and {Counted.Of(metrics[0].Baseline.Count, "window", "is", "are")} recorded.", "Write at most the number of windows.");
        }
    }

    private static List<JudgedMetric>? Metrics(ref FieldReader reader, string path)
    {
        if (!reader.List(path)) return null;
        var metrics = new List<JudgedMetric>();
        for (int count = 0; reader.Item(path, count, RecordingLimits.Metrics); count++)
        {
            if (Metric(ref reader, $"{path}[{count}]") is { } metric) metrics.Add(metric);
        }
        return metrics;
    }

    private static JudgedMetric? Metric(ref FieldReader reader, string path)
    {
        if (!reader.Object(path)) return null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        (string? name, JudgementOutcome? outcome) = (null, null);
        (List<JudgedNumber> numbers, List<JudgedCurve> curves) = ([], []);
        while (reader.Field(path, seen, out string field))
        {
            string at = FieldReader.Join(path, field);
            switch (field)
            {
                case "name": name = reader.Text(at); break;
                case "outcome": outcome = reader.Word<JudgementOutcome>(at); break;
                case "numbers": Numbers(ref reader, at, numbers); break;
                case "curves": Curves(ref reader, at, curves); break;
                default: reader.Unknown(path, field, "name, outcome, numbers, curves"); break;
            }
        }
        return NoteFields.Whole(ref reader, path, seen, "name", "outcome", "numbers") && name is not null && outcome is { } o ? new(name, o, numbers, curves) : null;
    }

    private static void Numbers(ref FieldReader reader, string path, List<JudgedNumber> numbers)
    {
        if (!reader.Object(path)) return;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Field(path, seen, out string name))
        {
            double? value = reader.AnyNumber(FieldReader.Join(path, name));
            if (numbers.Count == MostNumbers) reader.Wrong(path, $"There are more than {MostNumbers} numbers.", $"Write at most {MostNumbers}.");
            else if (value is { } number) numbers.Add(new(name, number));
        }
    }

    private static void Curves(ref FieldReader reader, string path, List<JudgedCurve> curves)
    {
        if (!reader.Object(path)) return;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Field(path, seen, out string name))
        {
            string at = FieldReader.Join(path, name);
            if (!reader.List(at)) continue;
            var values = new List<double>();
            for (int count = 0; reader.Item(at, count, RecordingLimits.Windows); count++) values.Add(reader.AnyNumber($"{at}[{count}]") ?? 0);
            if (curves.Count == MostNumbers) reader.Wrong(path, $"There are more than {MostNumbers} curves.", $"Write at most {MostNumbers}.");
            else curves.Add(new(name, values));
        }
    }
}
