using CanaryJudge.Contracts.V1;
using Google.Protobuf.WellKnownTypes;

namespace CanaryJudge.Analyzer.Tests.Grpc;

/// <summary>Requests that are right; a test changes what it is about.</summary>
internal static class Requests
{
    public const string PolicyText = """
        apiVersion: canaryjudge.io/v1
        kind: CanaryPolicy
        metadata: {name: checkout}
        spec:
          interval: 1m
          warmup: 1
          judge: fixed
          metrics:
            - name: error_rate
              kind: ratio
              bad: http_requests_total{code=~"5.."}
              total: http_requests_total
              margin: 0.5pp
              critical: true
        """;

    /// <summary>Every kind of metric and every kind of query, every rule away from its default.</summary>
    public static CanaryPolicy InlinePolicy() => new()
    {
        Name = "shop.all-kinds",
        Interval = Duration.FromTimeSpan(TimeSpan.FromSeconds(30)),
        WarmUp = 0,
        Horizon = 40,
        History = 0,
        Confidence = 0.95,
        FailShare = 0.25,
        Judge = JudgeRule.Sequential,
        Guarantee = Guarantee.Calibrated,
        AtHorizon = HorizonRule.Promote,
        Metrics =
        {
            new MetricPolicy
            {
                Name = "error_rate", Critical = true, Missing = MissingRule.Fail, Direction = Direction.Increase, Margin = new Margin { Absolute = 0.005 },
                Ratio = new RatioMetric { Bad = Selector("http_requests_total{code=~\"5..\"}", QueryReading.Counter), Total = Selector("http_requests_total", QueryReading.Counter) },
            },
            new MetricPolicy
            {
                Name = "hit_rate", Direction = Direction.Decrease, Missing = MissingRule.Hold, Margin = new Margin { Relative = 0.1, Floor = 0.01 },
                Ratio = new RatioMetric { Bad = new Query { Expression = "sum(increase(hits_total{$scope}[30s]))" }, Total = new Query { Expression = "sum(increase(gets_total{$scope}[30s]))" } },
            },
            new MetricPolicy
            {
                Name = "memory", Unit = "bytes", Direction = Direction.Either, Missing = MissingRule.Hold, Margin = new Margin { Relative = 0.1 },
                Series = new SeriesMetric { Values = Selector("process_resident_memory_bytes", QueryReading.Gauge), Resource = true },
            },
            new MetricPolicy
            {
                Name = "cpu", Direction = Direction.Increase, Missing = MissingRule.Hold, Margin = new Margin { Relative = 0.1 },
                Series = new SeriesMetric { Values = Selector("process_cpu_seconds_total", QueryReading.Rate) },
            },
            new MetricPolicy
            {
                Name = "latency", Unit = "s", Direction = Direction.Increase, Missing = MissingRule.Hold, Margin = new Margin { Relative = 0.2, Floor = 0.005 },
                Histogram = new HistogramMetric { Buckets = Selector("http_request_duration_seconds_bucket", QueryReading.Buckets), Quantiles = { 0.5, 0.9, 0.99 } },
            },
            new MetricPolicy
            {
                Name = "restarts", Direction = Direction.Increase, Missing = MissingRule.Hold, Margin = new Margin { Absolute = 0.001 },
                Count = new CountMetric { Events = Selector("restarts_total", QueryReading.Counter), Exposure = Selector("up", QueryReading.Integral) },
            },
        },
    };

    public static JudgeRequest Judge() => new()
    {
        Policy = new PolicyChoice { Text = PolicyText },
        Baseline = Version("v1"),
        Canary = Version("v2"),
        Since = Duration.FromTimeSpan(TimeSpan.FromMinutes(30)),
    };

    public static Scope Version(string version) => new() { Matchers = { new LabelMatcher { Label = "version", Operator = MatchOperator.Equal, Value = version } } };

    /// <summary>Thirty windows of so many requests; the baseline fails one in a hundred.</summary>
    public static JudgeMeasurementsRequest Measurements(double canaryShare, double requests = 100_000)
    {
        RatioMeasurement ratio = new();
        for (int window = 0; window < 30; window++)
        {
            // A little noise that both sides share, so that no window is exactly like another.
            double total = requests + 10 * window;
            ratio.Baseline.Add(new RatioWindow { Bad = Math.Round(0.01 * total) + window % 3, Total = total });
            ratio.Canary.Add(new RatioWindow { Bad = Math.Round(canaryShare * total) + (window + 1) % 3, Total = total });
        }

        return new JudgeMeasurementsRequest
        {
            Policy = new PolicyChoice { Text = PolicyText },
            Measurements = { new MetricMeasurement { Metric = "error_rate", Ratio = ratio } },
        };
    }

    private static Query Selector(string text, QueryReading reading) => new() { Selector = text, Reading = reading };
}
