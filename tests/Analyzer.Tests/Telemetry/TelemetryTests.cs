using System.Diagnostics;
using CanaryJudge.Analyzer.Tests.Analyses;
using CanaryJudge.Analyzer.Tests.Grpc;
using CanaryJudge.Analyzer.Tests.Hosting;
using CanaryJudge.Analyzer.Tests.Rollouts;
using CanaryJudge.Contracts.V1;
using CanaryJudge.TestKit;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace CanaryJudge.Analyzer.Tests.Telemetry;

/// <summary>Spans and metrics, read from an exporter in memory. It sees every service of this process, so no other test runs meanwhile.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class TelemetryTests(Databases databases)
{
    // Calls in and out are traced where traces are sent; nobody listens there.
    private const string Sent = "--Telemetry:OtlpEndpoint=http://127.0.0.1:9";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task JudgedCall_HasOneSpanAStep_InTheCallersTrace()
    {
        List<Activity> spans = [];
        Activity caller;
        await using FakePrometheus prometheus = await FakePrometheus.EmptyAsync();
        await using (RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync(
            builder => builder.Services.ConfigureOpenTelemetryTracerProvider(traces => traces.AddProcessor(new SimpleActivityExportProcessor(new InMemory(spans)))),
            "--Sources:Prometheus:main:Address=" + prometheus.Address, Sent))
        {
            caller = new Activity("caller") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start();
            await analyzer.Client.JudgeAsync(Requests.Judge(), cancellationToken: Token);
            caller.Stop();
        }

        Activity[] ours;
        lock (spans) ours = [.. spans.Where(s => s.TraceId == caller.TraceId)];
        Assert.Superset(new HashSet<string> { "plan", "fetch", "fetch metric", "align", "judge" }, ours.Where(s => s.Source.Name == "CanaryJudge").Select(s => s.OperationName).ToHashSet());
        ActivitySpanId fetch = Assert.Single(ours, s => s.OperationName == "fetch").SpanId;
        Assert.Equal(fetch, Assert.Single(ours, s => s.OperationName == "align").ParentSpanId); // one a metric, of which there is one
        Assert.Contains(ours, s => s.Source.Name == "System.Net.Http");
        Assert.Contains(ours, s => s.Kind == ActivityKind.Server);
        Assert.NotEmpty(prometheus.TraceParents);
        Assert.All(prometheus.TraceParents, sent => Assert.StartsWith($"00-{caller.TraceId.ToHexString()}-", sent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task TickOfAnAnalysis_IsOneTraceOverItsSteps_LinkedToTheCallThatStartedIt()
    {
        List<Activity> spans = [];
        Activity caller = new("caller") { ActivityTraceFlags = ActivityTraceFlags.Recorded };
        await using MetricsStub metrics = MetricsStub.Start();
        await using (RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync(
            builder => builder.Services.ConfigureOpenTelemetryTracerProvider(traces => traces.AddProcessor(new SimpleActivityExportProcessor(new InMemory(spans)))),
            $"--Sources:Prometheus:main:Address={metrics.Address}", "--Analyses:ScrapeDelay=00:00:00", Sent))
        {
            caller.Start();
            StartAnalysisRequest start = AnalysisRequests.Start();
            start.StartTime = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow().AddMinutes(-20));
            await analyzer.Analyses.StartAnalysisAsync(start, cancellationToken: Token);
            caller.Stop();
            await UntilAsync(() => Ticks(spans).Any(tick => tick.GetTagItem("canaryjudge.outcome") is "judged"));
        }

        Activity tick = Ticks(spans).First(t => t.GetTagItem("canaryjudge.outcome") is "judged");
        Assert.Equal(default, tick.ParentSpanId);
        Assert.NotEqual(caller.TraceId, tick.TraceId);
        Assert.Equal(caller.TraceId, Assert.Single(tick.Links).Context.TraceId);
        Activity[] steps;
        lock (spans) steps = [.. spans.Where(s => s.TraceId == tick.TraceId)];
        Assert.Superset(new HashSet<string> { "tick", "fetch", "fetch metric", "align", "judge", "store write" }, steps.Where(s => s.Source.Name == "CanaryJudge").Select(s => s.OperationName).ToHashSet());
        Assert.Contains(steps, s => s.Source.Name == "System.Net.Http");
    }

    [Fact]
    public async Task ActionOnARollout_IsInTheTraceOfTheTickThatDecidedIt()
    {
        List<Activity> spans = [];
        await using (ActingService service = await ActingService.StartAsync(
            await databases.NewAsync(Databases.Sqlite),
            new MemoryKind(),
            builder => builder.Services.ConfigureOpenTelemetryTracerProvider(traces => traces.AddProcessor(new SimpleActivityExportProcessor(new InMemory(spans))))))
        {
            service.Metrics.CanaryErrors = 0.05;
            await service.EventsAsync(await service.JudgeAsync());
            await UntilAsync(() => Named(spans, "act").Length > 0);
        }

        Activity deciding = Assert.Single(Named(spans, "tick"), tick => tick.GetTagItem("canaryjudge.outcome") is "ended");
        Assert.All(Named(spans, "act"), act => Assert.Equal((deciding.TraceId, "rollback"), (act.TraceId, act.GetTagItem("canaryjudge.verb"))));
        Assert.Contains(Named(spans, "observe rollout"), look => look.TraceId == deciding.TraceId);
        Assert.Contains(Named(spans, "send step"), step => step.TraceId == deciding.TraceId && step.GetTagItem("canaryjudge.answer") is "Applied");
    }

    [Fact]
    public async Task Verdicts_AreCountedByOutcome_AndTimedInSeconds()
    {
        List<Metric> metrics = [];
        await using FakePrometheus refusing = await FakePrometheus.AnswerAsync(System.Net.HttpStatusCode.BadRequest, """{"status":"error","errorType":"bad_data","error":"no"}""");
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync(
            builder => builder.Services.ConfigureOpenTelemetryMeterProvider(meters => meters.AddInMemoryExporter(metrics)),
            "--Sources:Prometheus:main:Address=" + refusing.Address);

        await analyzer.Client.JudgeMeasurementsAsync(Requests.Measurements(0.1), cancellationToken: Token);
        await analyzer.Client.JudgeMeasurementsAsync(Requests.Measurements(0.1), cancellationToken: Token);
        await analyzer.Client.JudgeAsync(Requests.Judge(), cancellationToken: Token);
        analyzer.Services.GetRequiredService<MeterProvider>().ForceFlush();

        Assert.Equal(2, Sum(metrics, "canaryjudge.verdicts", "outcome", "rollback"));
        Assert.Equal(1, Sum(metrics, "canaryjudge.verdicts", "outcome", "could_not_judge"));
        Assert.Equal(4, Sum(metrics, "canaryjudge.source.problems", "kind", "rejected"));
        Metric duration = metrics.First(m => m.Name == "canaryjudge.judge.duration");
        Assert.Equal("s", duration.Unit);
        Assert.Equal([0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, double.PositiveInfinity], Bounds(duration));
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (!isSo()) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
    }

    private static Activity[] Ticks(List<Activity> spans) => Named(spans, "tick");

    private static Activity[] Named(List<Activity> spans, string name)
    {
        lock (spans) return [.. spans.Where(s => s.OperationName == name)];
    }

    private static long Sum(IEnumerable<Metric> metrics, string name, string tag, string value)
    {
        long sum = 0;
        foreach (ref readonly MetricPoint point in metrics.First(m => m.Name == name).GetMetricPoints())
        {
            foreach (KeyValuePair<string, object?> label in point.Tags)
            {
                if (label.Key == tag && (string?)label.Value == value) sum += point.GetSumLong();
            }
        }

        return sum;
    }

    private static List<double> Bounds(Metric histogram)
    {
        List<double> bounds = [];
        foreach (ref readonly MetricPoint point in histogram.GetMetricPoints())
        {
            if (bounds.Count > 0) break;
            foreach (HistogramBucket bucket in point.GetHistogramBuckets()) bounds.Add(bucket.ExplicitBound);
        }

        return bounds;
    }

    // The in-memory exporter's list is written while calls run: this one takes turns.
    private sealed class InMemory(List<Activity> spans) : BaseExporter<Activity>
    {
        public override ExportResult Export(in Batch<Activity> batch)
        {
            lock (spans)
            {
                foreach (Activity span in batch) spans.Add(span);
            }

            return ExportResult.Success;
        }
    }
}
