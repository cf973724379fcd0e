namespace CanaryJudge.Samples.Workload;

/// <summary>The page /metrics of one instance.</summary>
internal sealed class MetricsPage(WorkloadOptions options, InstanceMetrics metrics, Leak leak, double startSeconds)
{
    /// <summary>Writes the page.</summary>
    /// <param name="format">The format asked for.</param>
    /// <returns>The text.</returns>
    public string Write(ExpositionFormat format)
    {
        InstanceMetrics.Snapshot counts = metrics.Take();
        var page = new Exposition(format);
        string version = options.Version, instance = options.InstanceName;

        page.Family("http_requests", "counter", "Requests answered, by status code.");
        page.Sample("http_requests_total", counts.Succeeded, "version", version, "instance", instance, "code", "200", "route", "/checkout");
        page.Sample("http_requests_total", counts.Failed, "version", version, "instance", instance, "code", "500", "route", "/checkout");

        page.Family("http_request_duration_seconds", "histogram", "How long requests took.", "seconds");
        long below = 0;
        for (int i = 0; i < counts.Buckets.Length; i++)
        {
            below += counts.Buckets[i];
            string bound = i < InstanceMetrics.BoundsSeconds.Length ? page.Bound(InstanceMetrics.BoundsSeconds[i]) : "+Inf";
            page.Sample("http_request_duration_seconds_bucket", below, "version", version, "instance", instance, "route", "/checkout", "le", bound);
        }
        page.Sample("http_request_duration_seconds_sum", counts.SumSeconds, "version", version, "instance", instance, "route", "/checkout");
        page.Sample("http_request_duration_seconds_count", below, "version", version, "instance", instance, "route", "/checkout");

        Process(page, counts);
        page.Family("workload_build", "info", "Which version this is.");
        page.Sample("workload_build_info", 1, "version", version, "instance", instance);
        return page.End();
    }

    private void Process(Exposition page, InstanceMetrics.Snapshot counts)
    {
        long heldBytes = leak.HeldBytes();
        long residentBytes = options.SharedResidentBytes is { } shared ? shared + heldBytes : Environment.WorkingSet;
        double processorSeconds = options.SharedResidentBytes is null ? Environment.CpuUsage.TotalTime.TotalSeconds : counts.WorkSeconds;
        page.Family("process_resident_memory_bytes", "gauge", "Resident memory.", "bytes");
        page.Sample("process_resident_memory_bytes", residentBytes);
        page.Family("process_cpu_seconds", "counter", "Processor time used.", "seconds");
        page.Sample("process_cpu_seconds_total", processorSeconds);
        page.Family("process_start_time_seconds", "gauge", "When it started, since the Unix epoch.", "seconds");
        page.Sample("process_start_time_seconds", startSeconds);
    }
}
