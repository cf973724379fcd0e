using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Explaining;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Sources.Recordings;
using CsCheck;

namespace CanaryJudge.Sources.Tests.Recordings;

/// <summary>Random recordings that keep every rule, each field away from its default.</summary>
internal static class RecordingGen
{
    private static readonly Gen<string> Text = Gen.Char["abc é漢\"\\\n{}/<>&+"].Array[1, 12].Select(letters => new string(letters));
    private static readonly Gen<double> Finite = Gen.Double.Where(double.IsFinite);
    private static readonly Gen<double> NotNegative = Gen.OneOf(Finite.Select(Math.Abs), Gen.Int[0, 1000].Select(i => (double)i), Gen.Const(double.MaxValue), Gen.Const(double.Epsilon));
    private static readonly Gen<double> Share = Gen.Double[0.001, 0.999];

    public static Gen<Recording> Recordings { get; } =
        from windows in Gen.Int[0, 6]
        from kinds in Gen.Enum<MetricKind>().Array[1, 4]
        from judge in Gen.Enum<JudgeRule>()
        from metrics in Gen.Int[0, 3].SelectMany(history => Sequence(kinds.Select((kind, k) => Metric(kind, $"m{k}", windows, history, judge))))
        from id in Text
        from name in Text
        from start in Gen.OneOf(Gen.Const((long?)null), Gen.Long[0, 4_000_000_000_000].Select(t => (long?)t))
        from interval in Gen.Long[1, 864_000_000_000]
        from warmUp in Gen.Int[0, 4]
        from threshold in Gen.Select(Gen.Int[1, 10_000], Gen.Int[0, 10_000], Gen.Int[1, 1_000_000_000], (failures, passes, events) => new ThresholdRules { Failures = failures, Passes = passes, MinEvents = events })
        from kayenta in Gen.Select(Gen.Double[0.001, 100], Share, Text, Gen.Double[0.001, 100], (pass, part, heavy, weight) =>
            new KayentaScoring { Pass = pass, Marginal = pass * part, Weights = new Dictionary<string, double> { [heavy] = weight } })
        from guarantee in Gen.Enum<Guarantee>()
        from atHorizon in Gen.Enum<HorizonRule>()
        from confidence in Gen.Double[0.501, 0.999]
        from share in Share
        from judged in Judged(metrics, windows)
        select new Recording
        {
            Id = id,
            StartMillis = start,
            Judged = judged,
            Metrics = metrics,
            Policy = new CanaryPolicy
            {
                Name = name, Interval = TimeSpan.FromTicks(interval), WarmUp = warmUp, Horizon = warmUp + 7, History = warmUp + 20, Judge = judge, Guarantee = guarantee, AtHorizon = atHorizon,
                Confidence = confidence, FailShare = share, Threshold = judge == JudgeRule.Threshold ? threshold : new(), Kayenta = judge == JudgeRule.Kayenta ? kayenta : new(), Metrics = [.. metrics.Select(m => m.Metric)],
            },
        };

    private static Gen<JudgedVerdict?> Judged(MetricWindows[] metrics, int windows)
    {
        Gen<double> value = Gen.OneOf(Finite, Gen.OneOf(double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0));
        Gen<JudgedMetric> metric =
            from outcome in Gen.Enum<JudgementOutcome>()
            from names in Text.HashSet[0, 3]
            from values in value.Array[3]
            from curve in value.Array[0, 3]
            from hasCurve in Gen.Bool
            select new JudgedMetric("", outcome, [.. names.Select((name, k) => new JudgedNumber(name, values[k]))], hasCurve ? [new("share.log_harm", curve)] : []);
        Gen<JudgedVerdict?> some =
            from version in Text
            from outcome in Gen.Enum<VerdictOutcome>()
            from interval in Gen.Int[0, windows]
            from reason in Text
            from judged in metric.Array[metrics.Length]
            from names in Text.HashSet[0, 3]
            from values in value.Array[3]
            select (JudgedVerdict?)new JudgedVerdict(version, outcome, interval, reason, [.. judged.Select((m, k) => m with { Name = metrics[k].Metric.Name })]) { Numbers = [.. names.Select((name, k) => new JudgedNumber(name, values[k]))] };
        return Gen.OneOf(some, Gen.Const((JudgedVerdict?)null));
    }

    private static Gen<MetricWindows> Metric(MetricKind kind, string name, int windows, int history, JudgeRule judge) =>
        from unit in Text
        from direction in Gen.Enum<Direction>()
        from margin in Gen.Select(Share, NotNegative, Gen.Bool, (value, floor, relative) => relative ? Margin.Relative(value, floor) : Margin.Absolute(value))
        from limit in Gen.OneOf(Gen.Const((double?)null), Finite.Select(value => (double?)value))
        from groups in Text.HashSet[1, 3]
        from effect in Gen.Select(Gen.Double[1, 9], Share, Gen.Double[1, 9], Share, (up, down, criticalUp, criticalDown) => new EffectLimits(up, down, criticalUp, criticalDown))
        from flags in Gen.Bool.Array[2]
        from missing in Gen.Enum<MissingRule>()
        from terms in Gen.Select(Gen.Enum<TermRole>(), Gen.Enum<TermReading>(), Text, (role, reading, text) => new QueryTerm(role, reading, text)).Array[0, 2]
        from faults in Gen.Select(Gen.Enum<FaultKind>(), Gen.Enum<Side>(), Gen.Int[-3, windows - 1], Text, (fault, side, window, text) => new DataFault(fault, side, window < -2 ? null : window, text)).Array[0, 2]
        from warnings in Text.Array[0, 2]
        from problems in Gen.Select(Gen.Enum<ProblemKind>(), Text, Text, Gen.Int[99, 599], (p, message, query, status) => new SourceProblem(p, message, query, status < 100 ? null : status)).Array[0, 2]
        from bounds in Finite.HashSet[1, 4].Select(set => set.Order().ToArray())
        from quantiles in Share.HashSet[1, 3].Select(set => set.Order().ToArray())
        from sides in Gen.Select(Side(kind, bounds, windows), Side(kind, bounds, windows), Side(kind, bounds, history))
        select new MetricWindows
        {
            Metric = new MetricPolicy
            {
                Name = name, Kind = kind, Unit = unit, Direction = direction, Margin = margin, Critical = flags[0], Missing = missing,
                Limit = judge == JudgeRule.Threshold && direction != Direction.Either ? limit : null,
                Groups = judge == JudgeRule.Kayenta ? [.. groups] : [KayentaScoring.Ungrouped],
                EffectSize = judge == JudgeRule.Kayenta ? effect : new(),
                Resource = flags[1] && kind == MetricKind.Series, Quantiles = kind == MetricKind.Histogram ? quantiles : [], Terms = terms,
            },
            Baseline = sides.Item1, Canary = sides.Item2, History = sides.Item3, Faults = faults, Warnings = warnings, Problems = problems,
        };

    private static Gen<SideWindows> Side(MetricKind kind, double[] bounds, int windows)
    {
        Gen<double> count = Gen.OneOf(NotNegative, NotNegative, Gen.Const(double.NaN));
        Gen<double> value = Gen.OneOf(Finite, Finite, Gen.Const(double.NaN), Gen.Const(-0.0));
        Gen<double[]?> row = Gen.OneOf(NotNegative.Array[bounds.Length + 1].Select(r => (double[]?)r), Gen.Const((double[]?)null));
        return kind switch
        {
            MetricKind.Ratio => Gen.Select(count.Array[windows], count.Array[windows], (a, b) =>
                (SideWindows)new RatioWindows([.. a.Zip(b, (x, y) => x > y ? y : x)], [.. a.Zip(b, (x, y) => x > y ? x : y)])),
            MetricKind.Series => value.Array[windows].Select(v => (SideWindows)new SeriesWindows(v)),
            MetricKind.Histogram => row.Array[windows].Select(r => (SideWindows)new HistogramWindows(bounds, r)),
            _ => Gen.Select(count.Array[windows], count.Array[windows], (a, b) => (SideWindows)new CountWindows(a, b)),
        };
    }

    private static Gen<T[]> Sequence<T>(IEnumerable<Gen<T>> gens) =>
        gens.Aggregate(Gen.Const(Array.Empty<T>()), (all, next) => Gen.Select(all, next, (items, item) => (T[])[.. items, item]));
}
