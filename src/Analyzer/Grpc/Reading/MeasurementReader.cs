using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Policies;
using Google.Protobuf.Collections;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.Analyzer.Grpc.Reading;

/// <summary>From the caller's numbers to windows, one entry a metric in the policy's order.</summary>
internal static class MeasurementReader
{
    /// <summary>Reads every measurement; the list is whole only when nothing was refused.</summary>
    public static IReadOnlyList<MetricWindows> Read(CanaryPolicy policy, RepeatedField<Wire.MetricMeasurement> measurements, LimitOptions limits, Refusals refusals)
    {
        Dictionary<string, int> places = [];
        for (int index = 0; index < measurements.Count; index++)
        {
            string name = measurements[index].Metric;
            if (policy.Metrics.All(m => m.Name != name)) refusals.Add($"measurements[{index}].metric", $"The policy {policy.Name} has no metric '{name}'.", $"Its metrics: {string.Join(", ", policy.Metrics.Select(m => m.Name))}.");
            else if (!places.TryAdd(name, index)) refusals.Add($"measurements[{index}].metric", $"The metric {name} is given twice.", "Give each metric once.");
        }

        List<MetricWindows> read = [];
        foreach (MetricPolicy metric in policy.Metrics)
        {
            if (!places.TryGetValue(metric.Name, out int index)) refusals.Add("measurements", $"The metric {metric.Name} is missing.", "Give every metric of the policy; windows without data are empty entries, or NaN in lists.");
            else if (Read(metric, measurements[index], $"measurements[{index}]", limits, refusals) is { } windows) read.Add(windows);
        }

        if (refusals.IsEmpty && read.Exists(w => w.Baseline.Count != read[0].Baseline.Count))
        {
            refusals.Add("measurements", $"Metrics have different numbers of windows: {string.Join(", ", read.Select(w => $"{w.Metric.Name} {w.Baseline.Count}"))}.", "Give every metric the same windows; those without data are empty entries, or NaN in lists.");
        }

        return read;
    }

    private static MetricWindows? Read(MetricPolicy metric, Wire.MetricMeasurement wire, string path, LimitOptions limits, Refusals refusals)
    {
        MetricKind? sent = wire.WindowsCase switch
        {
            Wire.MetricMeasurement.WindowsOneofCase.Ratio => MetricKind.Ratio,
            Wire.MetricMeasurement.WindowsOneofCase.Series => MetricKind.Series,
            Wire.MetricMeasurement.WindowsOneofCase.Histogram => MetricKind.Histogram,
            Wire.MetricMeasurement.WindowsOneofCase.Count => MetricKind.Count,
            _ => null,
        };
        if (sent != metric.Kind)
        {
            refusals.Add(path, $"The metric {metric.Name} is of kind {metric.Kind.ToString().ToLowerInvariant()}, but its windows are {sent?.ToString().ToLowerInvariant() ?? "missing"}.", $"Give the field {metric.Kind.ToString().ToLowerInvariant()}.");
            return null;
        }

        WindowReader reader = new(limits, refusals);
        (SideWindows Baseline, SideWindows Canary, SideWindows History)? sides = sent switch
        {
            MetricKind.Ratio => reader.Ratio(wire.Ratio, path + ".ratio"),
            MetricKind.Series => reader.Series(wire.Series, path + ".series"),
            MetricKind.Count => reader.Count(wire.Count, path + ".count"),
            _ => reader.Histogram(wire.Histogram, path + ".histogram"),
        };
        return sides is not { } read ? null : new MetricWindows { Metric = metric, Baseline = read.Baseline, Canary = read.Canary, History = read.History };
    }
}
