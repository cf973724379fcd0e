using CanaryJudge.Judging.Policies;
using CsCheck;

namespace CanaryJudge.Judging.Tests.Policies;

/// <summary>Random policies that keep the rules.</summary>
internal static class PolicyGen
{
    private static readonly Gen<string> Name = Gen.String[Gen.Char["abcXYZ019_-."], 1, 100];

    private static readonly Gen<double> Size = Gen.OneOf(Gen.Double[1e-12, 1], Gen.Double[1, 1e12], Gen.Int[1, 1000].Select(k => k / 1000.0), Gen.Const(5e-324), Gen.Const(double.MaxValue));

    private static readonly Gen<double> Share = Gen.OneOf(Gen.Double[1e-12, 1], Gen.Int[1, 1000].Select(k => k / 1000.0));

    private static readonly Gen<Direction> Way = Gen.Enum<Direction>();

    private static readonly Gen<string> Selector = Gen.OneOf(
        "up", "http_requests_total{code=~\"5..\"}", "{__name__=\"a.b\"}", "a:b{c='d\"e'} # comment", "x{y!~`\\d+`,}", "{\"my.metric\",\"l.l\"!=\"\\n\"}", " x\n{y=\"'\"}");

    private static readonly Gen<string> Expression = Gen.OneOf(
        "avg(rate(x{$scope}[1s]))", "x{$scope,a=\"b\"}\n  / # comment with a ' quote\n  y{c='d',$scope} offset 1d", "sum(increase(x{$scope}[$interval]))", "\"\\t☃😀\\u2028\" == bool x{$scope}");

    private static readonly Gen<string> Unit = Gen.OneOf(Gen.OneOf("", "s", "%", "null", "1.5", "yes", "- a", "'", "#", "µs 😀", "a: b", "\u0085\u2028\ufeff\u001b\\\"", " s "), Gen.String[Gen.Char, 0, 15].Select(Unpaired));

    private static readonly Gen<QueryTerm> Counter = Gen.OneOf(Selector.Select(text => Term(TermReading.Counter, text)), Expression.Select(text => Term(TermReading.Expression, text)));

    public static Gen<CanaryPolicy> Policy { get; } =
        from name in Name
        from interval in Gen.OneOf(Gen.Int[1000, 3_600_000], Gen.Int[1, 3600].Select(seconds => seconds * 1000))
        from warmUp in Gen.Int[0, 9_999]
        from horizon in Gen.Int[warmUp + 1, 10_000]
        from history in Gen.Int[0, 10_000]
        from confidence in Gen.Double[0.5001, 0.9999]
        from failShare in Share
        from guarantee in Gen.Enum<Guarantee>()
        from judge in Gen.Enum<JudgeRule>()
        from atHorizon in Gen.Enum<HorizonRule>()
        from metrics in Metric(judge).Array[1, 6]
        from threshold in Gen.Select(Gen.Int[1, 10_000], Gen.Int[0, 10_000], Gen.Int[1, 1_000_000_000], (failures, passes, events) => new ThresholdRules { Failures = failures, Passes = passes, MinEvents = events })
        from kayenta in Scoring(metrics)
        select new CanaryPolicy
        {
            Name = name,
            Interval = TimeSpan.FromMilliseconds(interval),
            WarmUp = warmUp,
            Horizon = horizon,
            AtHorizon = judge == JudgeRule.Kayenta && atHorizon == HorizonRule.Promote ? HorizonRule.Hold : atHorizon,
            History = history,
            Confidence = confidence,
            FailShare = failShare,
            Guarantee = guarantee,
            Judge = judge,
            Threshold = judge == JudgeRule.Threshold ? threshold : new(),
            Kayenta = judge == JudgeRule.Kayenta ? kayenta : new(),
            Metrics = [.. metrics.Select((metric, k) => metric with { Name = $"{k}{metric.Name[..Math.Min(metric.Name.Length, 90)]}x" })],
        };

    // The first group of the metrics weighs less than all, so that something is left for the others.
    private static Gen<KayentaScoring> Scoring(MetricPolicy[] metrics) =>
        from pass in Gen.Double[0.001, 100]
        from share in Gen.Double[0, 1]
        from weight in Gen.OneOf(Gen.Double[0.001, 99], Gen.Int[1, 99].Select(w => (double)w))
        from isWeighted in Gen.Bool
        let groups = metrics.SelectMany(metric => metric.Groups).Distinct().ToArray()
        select new KayentaScoring
        {
            Pass = pass,
            Marginal = pass * share,
            Weights = isWeighted ? new Dictionary<string, double> { [groups[0]] = groups.Length == 1 ? 100 : weight } : new Dictionary<string, double>(),
        };

    private static Gen<MetricPolicy> Metric(JudgeRule judge) =>
        from kind in Gen.Enum<MetricKind>()
        from name in Name
        from unit in Unit
        from direction in Way
        from margin in Margins(kind == MetricKind.Ratio)
        from critical in Gen.Bool
        from missing in Gen.Enum<MissingRule>()
        from resource in Gen.Bool
        from quantiles in Gen.Double[0.001, 0.999].Array[1, 10]
        from limit in kind == MetricKind.Ratio ? Gen.OneOf(Share, Gen.Const(0.0)) : Gen.OneOf(Gen.Int[-1000, 1000].Select(k => k / 1000.0), Gen.Double[-1e9, 1e9])
        from hasLimit in Gen.Bool
        from groups in Gen.OneOf(Gen.OneOf("errors", "latency", "1.5", "null", KayentaScoring.Ungrouped), Name).Array[1, 3]
        from effect in Gen.Select(Gen.Double[1, 10], Gen.Double[0, 1], Gen.Double[1, 10], Gen.Double[0, 1], (up, down, criticalUp, criticalDown) => new EffectLimits(up, down, criticalUp, criticalDown))
        from terms in Terms(kind)
        select new MetricPolicy
        {
            Name = name,
            Kind = kind,
            Unit = unit,
            Direction = direction,
            Margin = margin,
            Critical = critical,
            Missing = missing,
            Resource = kind == MetricKind.Series && resource,
            Quantiles = kind == MetricKind.Histogram ? [.. quantiles.Distinct().Order()] : [],
            Limit = judge == JudgeRule.Threshold && hasLimit && direction != Direction.Either ? limit : null,
            Groups = judge == JudgeRule.Kayenta ? [.. groups.Distinct()] : [KayentaScoring.Ungrouped],
            EffectSize = judge == JudgeRule.Kayenta ? effect : new(),
            Terms = terms,
        };

    private static Gen<Margin> Margins(bool isRatio)
    {
        Gen<double> size = isRatio ? Share : Size;
        return Gen.OneOf(size.Select(Margin.Absolute), Size.Select(share => Margin.Relative(share)), Gen.Select(Size, size, Margin.Relative));
    }

    private static Gen<IReadOnlyList<QueryTerm>> Terms(MetricKind kind)
    {
        Gen<IReadOnlyList<QueryTerm>> given = kind switch
        {
            MetricKind.Ratio => Gen.Select(Counter, Counter, (bad, total) => (IReadOnlyList<QueryTerm>)[bad with { Role = TermRole.Bad }, total with { Role = TermRole.Total, Text = total.Text + " " }]),
            MetricKind.Count => Gen.Select(Counter, Exposure, (events, exposure) => (IReadOnlyList<QueryTerm>)[events with { Role = TermRole.Events }, exposure with { Text = exposure.Text + " " }]),
            MetricKind.Histogram => Selector.Select(text => (IReadOnlyList<QueryTerm>)[new(TermRole.Buckets, TermReading.Buckets, text)]),
            _ => Gen.OneOf(Selector.Select(text => Term(TermReading.Gauge, text)), Selector.Select(text => Term(TermReading.Rate, text)), Expression.Select(text => Term(TermReading.Expression, text))).Select(term => (IReadOnlyList<QueryTerm>)[term]),
        };
        return Gen.OneOf(given, given, Gen.Const((IReadOnlyList<QueryTerm>)[]));
    }

    private static Gen<QueryTerm> Exposure => Gen.OneOf(Counter, Selector.Select(text => Term(TermReading.Integral, text))).Select(term => term with { Role = TermRole.Exposure });

    private static QueryTerm Term(TermReading reading, string text) => new(TermRole.Values, reading, text);

    private static string Unpaired(string text) => string.Concat(text.Where(c => !char.IsSurrogate(c)));
}
