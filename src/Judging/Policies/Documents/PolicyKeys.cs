namespace CanaryJudge.Judging.Policies.Documents;

/// <summary>Every key of a policy document: the one table behind the parser, its advice and the schema.</summary>
internal static class PolicyKeys
{
    public static readonly PolicyKey ApiVersion = new("apiVersion", new WordShape([PolicyWords.ApiVersion]), "The format of this document.", "apiVersion: canaryjudge.io/v1", IsRequired: true);
    public static readonly PolicyKey DocumentKind = new("kind", new WordShape([PolicyWords.Kind]), "What this document is.", "kind: CanaryPolicy", IsRequired: true);

    public static readonly PolicyKey PolicyName = new("name", new NameShape(), "The policy's name: letters, digits, '_', '-', '.', at most 100 characters.", "name: checkout", IsRequired: true);
    public static readonly KeyTable MetadataKeys = new("the metadata", [PolicyName]);
    public static readonly PolicyKey Metadata = new("metadata", new ObjectShape(MetadataKeys), "What the policy is called.", "metadata: {name: checkout}", IsRequired: true);

    public static readonly PolicyKey Interval = new("interval", new DurationShape(PolicyLimits.ShortestInterval, PolicyLimits.LongestInterval), "Length of a window, 1s to 1h. Default: 1m.", "interval: 1m");
    public static readonly PolicyKey WarmUp = new("warmup", new WindowsShape(0), "Leading windows that are never judged: a number of windows, or a duration that is a multiple of the interval. Less than the horizon. Default: 3.", "warmup: 3");
    public static readonly PolicyKey Horizon = new("horizon", new WindowsShape(1), "Windows, warm-up included, after which a rollout still on pause is over: 1 to 10,000 windows, or a duration. Default: 60.", "horizon: 60");
    public static readonly PolicyKey AtHorizon = new("atHorizon", new WordShape(Words(PolicyWords.HorizonRules)), "What becomes of a rollout that is on pause at the horizon: hold (a person decides), rollback (what is not proven safe), or promote (when every metric has its data and leans to safety, else hold; not with judge kayenta). Default: hold.", "atHorizon: hold");
    public static readonly PolicyKey History = new("history", new WindowsShape(0), "Windows of the baseline before the rollout that are asked for as reference: 0 to 10,000 windows, or a duration. Default: 30.", "history: 30");
    public static readonly PolicyKey Judge = new("judge", new WordShape(Words(PolicyWords.Judges)), "By which rule windows become a judgement. sequential may be asked at any moment, fixed and kayenta look once, threshold counts checks against limits. Default: sequential.", "judge: sequential");
    public static readonly PolicyKey Guarantee = new("guarantee", new WordShape(Words(PolicyWords.Guarantees)), "How a sequential judge's error rates are meant: strict takes its thresholds from the error budget, calibrated from measured rates. Default: strict.", "guarantee: calibrated");
    public static readonly PolicyKey Confidence = new("confidence", new NumberShape(0.5, 1, IncludesMax: false), "Confidence of each metric's interval, above 0.5 and below 1. Default: 0.98.", "confidence: 0.98");
    public static readonly PolicyKey FailShare = new("failShare", new NumberShape(0, 1, IncludesMax: true), "With judge fixed: share of the metrics whose failure rolls back although none is critical, above 0 and at most 1; a sequential judge rolls back on any proven harm. Default: 0.5.", "failShare: 0.5");
    public static readonly PolicyKey Failures = new("failures", new IntegerShape(1, PolicyLimits.Windows), "Failed checks of one metric that roll back, in a row or not: 1 to 10,000. Default: 5.", "failures: 5");
    public static readonly PolicyKey Passes = new("passes", new IntegerShape(0, PolicyLimits.Windows), "Passed checks that every metric needs for a promotion, 1 to 10,000; 0 promotes at the horizon. Default: 10.", "passes: 10");
    public static readonly PolicyKey MinEvents = new("minEvents", new IntegerShape(1, PolicyLimits.Events), "Events that each side needs for one check of a ratio or a histogram, 1 to 1,000,000,000; windows are added up until then. Default: 100.", "minEvents: 100");
    public static readonly KeyTable ThresholdKeys = new("the rules of judge threshold", [Failures, Passes, MinEvents]);
    public static readonly PolicyKey Threshold = new("threshold", new ObjectShape(ThresholdKeys), "With judge threshold only: how its checks add up to a verdict.", "threshold: {failures: 5, passes: 10}");
    public static readonly PolicyKey PassScore = new("pass", new NumberShape(0, 100, IncludesMax: true), "The score from which the canary is promoted, above 0 and at most 100. Default: 95.", "pass: 95");
    public static readonly PolicyKey MarginalScore = new("marginal", new NumberShape(0, 100, IncludesMax: true, IncludesMin: true), "The score below which the canary is rolled back, from 0 to pass. Default: 75.", "marginal: 75");
    public static readonly PolicyKey Weights = new("weights", new WeightsShape(), "What groups weigh in the score: a number above 0 and at most 100 a group, at most 100 together; what is left is shared evenly by the other groups. Default: all groups weigh the same.", "weights: {ungrouped: 100}");
    public static readonly KeyTable KayentaKeys = new("the scores of judge kayenta", [PassScore, MarginalScore, Weights]);
    public static readonly PolicyKey Kayenta = new("kayenta", new ObjectShape(KayentaKeys), "With judge kayenta only: how its labels add up to a score.", "kayenta: {pass: 95, marginal: 75}");
    public static readonly PolicyKey Metrics = new("metrics", new MetricsShape(), "What is judged: 1 to 100 metrics.", "metrics: [{name: error_rate, kind: ratio, margin: 0.5pp}]", IsRequired: true);
    public static readonly KeyTable SpecKeys = new("the spec", [Interval, WarmUp, Horizon, AtHorizon, History, Judge, Guarantee, Confidence, FailShare, Threshold, Kayenta, Metrics]);
    public static readonly PolicyKey Spec = new("spec", new ObjectShape(SpecKeys), "The rules.", "spec: {metrics: [...]}", IsRequired: true);
    public static readonly KeyTable Document = new("a policy", [ApiVersion, DocumentKind, Metadata, Spec]);

    public static readonly PolicyKey MetricName = new("name", new NameShape(), "The metric's name, unique in the policy: letters, digits, '_', '-', '.', at most 100 characters.", "name: error_rate", IsRequired: true);
    public static readonly PolicyKey MetricKindKey = new("kind", new WordShape(Words(PolicyWords.Kinds)), "What its windows hold: ratio (bad events of all events), series (one number), histogram (counts in buckets), count (events over an exposure).", "kind: ratio", IsRequired: true);
    public static readonly PolicyKey Unit = new("unit", new TextShape(PolicyLimits.UnitLength), "Unit, for people: at most 30 characters. Default: none.", "unit: s");
    public static readonly PolicyKey Direction = new("direction", new WordShape(Words(PolicyWords.Directions)), "Which way is worse: increase, decrease or either. Default: increase.", "direction: increase");
    public static readonly PolicyKey Margin = MarginOf(isRatio: false);
    public static readonly PolicyKey Critical = new("critical", new BooleanShape(), "True when its failure alone rolls back. Default: false.", "critical: true");
    public static readonly PolicyKey Missing = new("missing", new WordShape(Words(PolicyWords.MissingRules)), "What missing data does: hold (no promotion) or fail. It never passes. Default: hold.", "missing: hold");

    public static readonly PolicyKey Limit = LimitOf(isRatio: false);
    public static readonly PolicyKey Groups = new("groups", new NamesShape(PolicyLimits.Groups), $"With judge kayenta only: the groups whose scores it counts in, 1 to {PolicyLimits.Groups} names. Default: [{KayentaScoring.Ungrouped}].", "groups: [errors]");
    public static readonly PolicyKey AllowedIncrease = new("allowedIncrease", new NumberShape(1, double.MaxValue, IncludesMax: true, IncludesMin: true), "A rise counts from this ratio of means on, 1 or more. Default: 1.", "allowedIncrease: 1.1");
    public static readonly PolicyKey AllowedDecrease = new("allowedDecrease", new NumberShape(0, 1, IncludesMax: true, IncludesMin: true), "A fall counts down from this ratio of means, 0 to 1. Default: 1.", "allowedDecrease: 0.9");
    public static readonly PolicyKey CriticalIncrease = new("criticalIncrease", new NumberShape(1, double.MaxValue, IncludesMax: true, IncludesMin: true), "From this ratio of means on the rise of a critical metric fails the whole canary, 1 or more. Default: 1.", "criticalIncrease: 1.5");
    public static readonly PolicyKey CriticalDecrease = new("criticalDecrease", new NumberShape(0, 1, IncludesMax: true, IncludesMin: true), "Down from this ratio of means the fall of a critical metric fails the whole canary, 0 to 1. Default: 1.", "criticalDecrease: 0.5");
    public static readonly KeyTable EffectSizeKeys = new("an effect size", [AllowedIncrease, AllowedDecrease, CriticalIncrease, CriticalDecrease]);
    public static readonly PolicyKey EffectSize = new("effectSize", new ObjectShape(EffectSizeKeys), "With judge kayenta only: from which ratio of means a change counts. Default: any change.", "effectSize: {allowedIncrease: 1.1}");

    public static readonly PolicyKey Counter = new("counter", new SelectorShape(), "A selector of counters: raw samples, differenced, resets handled.", "counter: http_requests_total");
    public static readonly PolicyKey Gauge = new("gauge", new SelectorShape(), "A selector of gauges: raw samples.", "gauge: process_resident_memory_bytes");
    public static readonly PolicyKey Rate = new("rate", new SelectorShape(), "A selector of counters: their increase a second.", "rate: process_cpu_seconds_total");
    public static readonly PolicyKey Query = new("query", new ExpressionShape(), "A PromQL expression with $scope inside braces, evaluated once a window; no range in it is longer than the interval.", "query: 'sum(increase(http_requests_total{$scope}[$interval]))'");
    public static readonly KeyTable CounterReadings = new("a query of counters", [Counter, Query]);
    public static readonly KeyTable ExposureReadings = new("an exposure", [Counter, Gauge, Query]);

    public static readonly PolicyKey Bad = new("bad", new TermShape(CounterReadings, TakesSelector: true), "Ratio: the bad events, a selector of counters or {query: ...}.", "bad: 'http_requests_total{code=~\"5..\"}'");
    public static readonly PolicyKey Total = new("total", new TermShape(CounterReadings, TakesSelector: true), "Ratio: all events, a selector of counters or {query: ...}.", "total: http_requests_total");
    public static readonly PolicyKey Resource = new("resource", new BooleanShape(), "Series: true when slow drift matters, as of memory or disk. Default: false.", "resource: true");
    public static readonly PolicyKey Buckets = new("buckets", new SelectorShape(), "Histogram: a selector of classic buckets (label le) or of native histograms.", "buckets: http_request_duration_seconds_bucket");
    public static readonly PolicyKey Quantiles = new("quantiles", new QuantilesShape(PolicyLimits.Quantiles), "Histogram: the quantiles that are judged, rising, each above 0 and below 1, at most 10. Default: [0.5, 0.99].", "quantiles: [0.5, 0.99]");
    public static readonly PolicyKey Events = new("events", new TermShape(CounterReadings, TakesSelector: true), "Count: the events, a selector of counters or {query: ...}.", "events: process_restarts_total");
    public static readonly PolicyKey Exposure = new("exposure", new TermShape(ExposureReadings, TakesSelector: false), "Count: the exposure, {gauge: ...} (integrated over time), {counter: ...} or {query: ...}.", "exposure: {gauge: up}");

    public static readonly PolicyKey Absolute = new("absolute", new MarginShape(IsRatio: false), "In the metric's unit.", "absolute: 0.5");
    public static readonly PolicyKey Relative = new("relative", new MarginShape(IsRatio: false), "A share of the baseline: 0.1 or 10%.", "relative: 10%");
    public static readonly PolicyKey Floor = new("floor", new MarginShape(IsRatio: false), "The least size of a relative margin, in the metric's unit.", "floor: 0.5");
    public static readonly KeyTable MarginKeys = new("a margin", [Absolute, Relative, Floor]);

    private static readonly KeyTable RatioKeys = MetricTable("a ratio metric", isRatio: true, Bad, Total);
    private static readonly KeyTable SeriesKeys = MetricTable("a series metric", isRatio: false, Gauge, Rate, Query, Resource);
    private static readonly KeyTable HistogramKeys = MetricTable("a histogram metric", isRatio: false, Buckets, Quantiles);
    private static readonly KeyTable CountKeys = MetricTable("a count metric", isRatio: false, Events, Exposure);

    /// <summary>The keys of any kind of metric, for one whose kind is not known.</summary>
    public static readonly KeyTable AnyMetric = new("a metric", [.. RatioKeys.Keys.UnionBy([.. SeriesKeys.Keys, .. HistogramKeys.Keys, .. CountKeys.Keys], key => key.Name)]);

    /// <summary>The keys of a metric.</summary>
    public static KeyTable MetricOf(MetricKind kind) => kind switch
    {
        MetricKind.Ratio => RatioKeys,
        MetricKind.Series => SeriesKeys,
        MetricKind.Histogram => HistogramKeys,
        MetricKind.Count => CountKeys,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind."),
    };

    private static KeyTable MetricTable(string title, bool isRatio, params PolicyKey[] own) =>
        new(title, [MetricName, MetricKindKey, .. own, Direction, isRatio ? MarginOf(isRatio) : Margin, isRatio ? LimitOf(isRatio) : Limit, Critical, Missing, Groups, EffectSize, Unit]);

    private static PolicyKey LimitOf(bool isRatio) => new(
        "limit",
        new LimitShape(isRatio),
        "With judge threshold only: the canary's own value may not be worse than this, whatever the baseline's is: " + (isRatio ? "a share of all events, such as 1% or 0.01." : "a number in the metric's unit.") + " Not with direction either. Default: none.",
        isRatio ? "limit: 1%" : "limit: 0.5");

    private static PolicyKey MarginOf(bool isRatio) => new(
        "margin",
        new MarginShape(isRatio),
        "The smallest worsening that matters: 10% of the baseline, a number in the metric's unit" + (isRatio ? ", percentage points such as 0.5pp" : "") + ", {absolute: x}, or {relative: 10%, floor: y}.",
        isRatio ? "margin: 0.5pp" : "margin: 10%",
        IsRequired: true);

    private static IReadOnlyList<string> Words<T>(IReadOnlyList<PolicyWord<T>> words) => [.. words.Select(entry => entry.Word)];
}
