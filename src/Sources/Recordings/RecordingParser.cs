using System.Text.Json;
using System.Text.Unicode;
using CanaryJudge.Judging;
using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Explaining;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Sources.Recordings;

/// <summary>Reads one line.</summary>
internal static class RecordingParser
{
    private const string Known = "format, id, policy, start_millis, interval_seconds, warmup, horizon, at_horizon, history_windows, judge, guarantee, confidence, fail_share, threshold, kayenta, metrics, judged";
    private const long LastMillis = 253_402_300_799_999; // the end of the year 9999

    /// <summary>Reads a line without its line feed.</summary>
    /// <param name="text">The line, not blank.</param>
    /// <param name="line">Its number, from 1.</param>
    public static RecordingLine Parse(ReadOnlySpan<byte> text, int line)
    {
        var violations = new List<Violation>();
        var reader = new FieldReader(text, line, violations);
        Recording? recording = null;
        if (!Utf8.IsValid(text))
        {
            violations.Add(new Violation("", "The line is not UTF-8.", "Write UTF-8.", line, 1));
            return new(line, null, violations);
        }
        try
        {
            reader.Begin();
            recording = Read(ref reader);
            reader.End();
        }
        catch (JsonException)
        {
            bool notFinite = reader.NextWord is ['N' or 'I', ..] or ['-', 'I' or 'N', ..];
            violations.Add(new Violation(
                reader.Path,
                reader.Owned(notFinite ? $"{reader.Path} is {reader.NextWord}, which is not a finite number." : $"The line is not JSON: '{reader.NextWord}' stands where it cannot."),
                notFinite ? "Write a finite number, or null for a missing window." : "Write one JSON object a line.",
                line,
                reader.Consumed + 1));
        }
        return violations.Count > 0 ? new(line, null, violations) : new(line, recording, violations);
    }

    private static Recording? Read(ref FieldReader reader)
    {
        if (!reader.Object("")) return null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string id = "", name = "recording";
        long? start = null, warmUp = null, horizon = null, history = null;
        double? seconds = null, confidence = null, failShare = null;
        HorizonRule? atHorizon = null;
        JudgeRule? judge = null;
        Guarantee? guarantee = null;
        ThresholdRules? threshold = null;
        KayentaScoring? kayenta = null;
        JudgedVerdict? judged = null;
        List<MetricWindows>? metrics = null;
        while (reader.Field("", seen, out string field))
        {
            switch (field)
            {
                case "format": Format(ref reader); break;
                case "id": id = Id(ref reader); break;
                case "policy": name = reader.Text(field) ?? ""; break;
                case "start_millis": start = reader.Whole(field, -LastMillis, LastMillis); break;
                case "interval_seconds": seconds = Within(ref reader, field, 0, 86_400); break;
                case "warmup": warmUp = reader.Whole(field, 0, RecordingLimits.Windows); break;
                case "horizon": horizon = reader.Whole(field, 1, RecordingLimits.Windows); break;
                case "at_horizon": atHorizon = reader.Word<HorizonRule>(field); break;
                case "history_windows": history = reader.Whole(field, 0, RecordingLimits.Windows); break;
                case "judge": judge = reader.Word<JudgeRule>(field); break;
                case "guarantee": guarantee = reader.Word<Guarantee>(field); break;
                case "confidence": confidence = Within(ref reader, field, 0.5, 1, includesMost: false); break;
                case "fail_share": failShare = Within(ref reader, field, 0, 1); break;
                case "threshold": threshold = JudgeRuleFields.Threshold(ref reader, field); break;
                case "kayenta": kayenta = JudgeRuleFields.Kayenta(ref reader, field); break;
                case "judged": judged = JudgedFields.Read(ref reader, field); break;
                case "metrics": metrics = Metrics(ref reader); break;
                default: reader.Unknown("", field, Known); break;
            }
        }
        NoteFields.Whole(ref reader, "", seen, "format", "id", "interval_seconds", "warmup", "horizon", "metrics");
        if (warmUp >= horizon) reader.Wrong("warmup", $"The warm-up of {Counted.Of(warmUp.Value, "window")} leaves none before the horizon of {horizon}.", "Write a warm-up below the horizon.");
        if (judged is not null && metrics is { Count: > 0 } && reader.IsRight) JudgedFields.Check(ref reader, "judged", judged, metrics);
        if (seconds is null || warmUp is null || horizon is null || metrics is null) return null;

        var policy = new CanaryPolicy { Name = name, Metrics = [.. metrics.Select(metric => metric.Metric)] };
        policy = policy with
        {
            Interval = TimeSpan.FromTicks((long)Math.Round(seconds.Value * TimeSpan.TicksPerSecond)),
            WarmUp = (int)warmUp.Value,
            Horizon = (int)horizon.Value,
            AtHorizon = atHorizon ?? policy.AtHorizon,
            History = (int?)history ?? metrics.Select(metric => metric.History.Count).DefaultIfEmpty().Max(),
            Judge = judge ?? policy.Judge,
            Guarantee = guarantee ?? policy.Guarantee,
            Confidence = confidence ?? policy.Confidence,
            FailShare = failShare ?? policy.FailShare,
            Threshold = threshold ?? policy.Threshold,
            Kayenta = kayenta ?? policy.Kayenta,
        };
        return new Recording { Id = id, Policy = policy, Metrics = metrics, StartMillis = start, Judged = judged };
    }

    private static void Format(ref FieldReader reader)
    {
        if (reader.Text("format") is { } format && format != Recording.Format) reader.Wrong("format", $"The format is '{FieldReader.Shown(format)}'.", $"This version reads {Recording.Format}.");
    }

    private static string Id(ref FieldReader reader)
    {
        string id = reader.Text("id") ?? "?";
        if (id.Length is 0 or > RecordingLimits.IdLength) reader.Wrong("id", $"The id has {id.Length} characters.", $"Write 1 to {RecordingLimits.IdLength}.");
        return id;
    }

    private static double? Within(ref FieldReader reader, string field, double above, double most, bool includesMost = true)
    {
        if (reader.Number(field) is not { } value) return null;
        if (value > above && (value < most || (includesMost && value == most))) return value;
        reader.Wrong(field, $"{field} is {value:R}.", $"Write a number above {above:R} and {(includesMost ? "at most" : "below")} {most:R}.");
        return null;
    }

    private static List<MetricWindows>? Metrics(ref FieldReader reader)
    {
        const string Path = "metrics";
        if (!reader.List(Path)) return null;
        var metrics = new List<MetricWindows>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        int count = 0;
        for (; reader.Item(Path, count, RecordingLimits.Metrics); count++)
        {
            string at = $"{Path}[{count}]";
            reader.EnterMetric();
            if (MetricFields.Read(ref reader, at) is not { } fields || MetricBuilder.Build(ref reader, at, fields) is not { } metric) continue;
            if (!names.Add(metric.Metric.Name)) reader.Wrong($"{at}.name", "The name is taken by another metric.", "Give each metric its own name.");
            if (metrics.Count > 0 && metric.Baseline.Count != metrics[0].Baseline.Count)
            {
                reader.Wrong($"{at}.baseline", $"It has {Counted.Of(metric.Baseline.Count, "window")} and {metrics[0].Metric.Name} has {metrics[0].Baseline.Count}.", "All metrics of a recording have the same windows; write null for those that are missing.");
            }
            metrics.Add(metric);
        }
        reader.LeaveMetrics();
        if (count == 0) reader.Wrong(Path, "There are no metrics.", "Write at least one.");
        return metrics;
    }
}
