using System.Buffers;
using System.Text.Json;
using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Sources.Recordings;

/// <summary>Writes recordings, one a line. Every rule is written, defaults too, so that a later default changes no old verdict; numbers read back bit for bit.</summary>
public static class RecordingWriter
{
    private static readonly JsonWriterOptions Plain = new() { Indented = false };

    /// <summary>Writes one recording and the line feed after it.</summary>
    /// <param name="output">Where to; UTF-8.</param>
    /// <param name="recording">The recording. NaN is written as null, a missing window.</param>
    /// <exception cref="ArgumentException">A number is infinite, or the sides of a histogram have other bounds than its baseline.</exception>
    public static void Write(IBufferWriter<byte> output, Recording recording)
    {
        using (var json = new Utf8JsonWriter(output, Plain)) Write(json, recording);
        output.Write("\n"u8);
    }

    /// <summary>Writes one recording and the line feed after it.</summary>
    /// <param name="output">Where to; UTF-8. Not flushed.</param>
    /// <param name="recording">The recording. NaN is written as null, a missing window.</param>
    /// <param name="cancellationToken">Ends the writing, maybe within the line.</param>
    /// <returns>A task that ends when the line is written.</returns>
    /// <exception cref="ArgumentException">A number is infinite, or the sides of a histogram have other bounds than its baseline; nothing is written then.</exception>
    public static async Task WriteAsync(Stream output, Recording recording, CancellationToken cancellationToken)
    {
        var line = new ArrayBufferWriter<byte>(4096);
        Write(line, recording);
        await output.WriteAsync(line.WrittenMemory, cancellationToken);
    }

    private static void Write(Utf8JsonWriter json, Recording recording)
    {
        CanaryPolicy policy = recording.Policy;
        json.WriteStartObject();
        json.WriteString("format", Recording.Format);
        json.WriteString("id", recording.Id);
        json.WriteString("policy", policy.Name);
        if (recording.StartMillis is { } start) json.WriteNumber("start_millis", start);
        json.WriteNumber("interval_seconds", policy.Interval.TotalSeconds);
        json.WriteNumber("warmup", policy.WarmUp);
        json.WriteNumber("horizon", policy.Horizon);
        json.WriteString("at_horizon", RecordingWords<HorizonRule>.Of(policy.AtHorizon));
        json.WriteNumber("history_windows", policy.History);
        json.WriteString("judge", RecordingWords<JudgeRule>.Of(policy.Judge));
        json.WriteString("guarantee", RecordingWords<Guarantee>.Of(policy.Guarantee));
        json.WriteNumber("confidence", policy.Confidence);
        json.WriteNumber("fail_share", policy.FailShare);
        JudgeRuleWriter.Write(json, policy);
        json.WriteStartArray("metrics");
        foreach (MetricWindows metric in recording.Metrics) Write(json, metric, policy.Judge);
        json.WriteEndArray();
        JudgedWriter.Write(json, recording.Judged);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, MetricWindows windows, JudgeRule judge)
    {
        MetricPolicy metric = windows.Metric;
        json.WriteStartObject();
        json.WriteString("name", metric.Name);
        json.WriteString("kind", RecordingWords<MetricKind>.Of(metric.Kind));
        if (metric.Unit.Length > 0) json.WriteString("unit", metric.Unit);
        json.WriteString("direction", RecordingWords<Direction>.Of(metric.Direction));
        json.WriteStartObject("margin");
        json.WriteNumber(metric.Margin.IsRelative ? "relative" : "absolute", metric.Margin.Value);
        if (metric.Margin.Floor > 0) json.WriteNumber("floor", metric.Margin.Floor);
        json.WriteEndObject();
        json.WriteBoolean("critical", metric.Critical);
        json.WriteString("missing", RecordingWords<MissingRule>.Of(metric.Missing));
        JudgeRuleWriter.Write(json, metric, judge);
        if (metric.Resource) json.WriteBoolean("resource", value: true);
        WriteQueries(json, metric.Terms);
        if (windows.Baseline is HistogramWindows histogram)
        {
            Numbers(json, "quantiles", metric.Quantiles);
            Numbers(json, "bounds", histogram.Bounds);
        }
        SideWriter.Write(json, "history", windows.History, windows.Baseline);
        SideWriter.Write(json, "baseline", windows.Baseline, windows.Baseline);
        SideWriter.Write(json, "canary", windows.Canary, windows.Baseline);
        WriteNotes(json, windows);
        json.WriteEndObject();
    }

    private static void WriteQueries(Utf8JsonWriter json, IReadOnlyList<QueryTerm> terms)
    {
        if (terms.Count == 0) return;
        json.WriteStartArray("queries");
        foreach (QueryTerm term in terms)
        {
            json.WriteStartObject();
            json.WriteString("role", RecordingWords<TermRole>.Of(term.Role));
            json.WriteString("reading", RecordingWords<TermReading>.Of(term.Reading));
            json.WriteString("text", term.Text);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteNotes(Utf8JsonWriter json, MetricWindows windows)
    {
        if (windows.Faults.Count > 0)
        {
            json.WriteStartArray("faults");
            foreach (DataFault fault in windows.Faults)
            {
                json.WriteStartObject();
                json.WriteString("kind", RecordingWords<FaultKind>.Of(fault.Kind));
                json.WriteString("side", RecordingWords<Judging.Planning.Side>.Of(fault.Side));
                if (fault.Window is { } window) json.WriteNumber("window", window);
                json.WriteString("detail", fault.Detail);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        if (windows.Warnings.Count > 0)
        {
            json.WriteStartArray("warnings");
            foreach (string warning in windows.Warnings) json.WriteStringValue(warning);
            json.WriteEndArray();
        }
        if (windows.Problems.Count > 0)
        {
            json.WriteStartArray("problems");
            foreach (SourceProblem problem in windows.Problems)
            {
                json.WriteStartObject();
                json.WriteString("kind", RecordingWords<ProblemKind>.Of(problem.Kind));
                json.WriteString("message", problem.Message);
                json.WriteString("query", problem.Query);
                if (problem.Status is { } status) json.WriteNumber("status", status);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
    }

    private static void Numbers(Utf8JsonWriter json, string name, IReadOnlyList<double> values)
    {
        json.WriteStartArray(name);
        foreach (double value in values) json.WriteNumberValue(value);
        json.WriteEndArray();
    }
}
