using CanaryJudge.Judging.Policies;
using Google.Protobuf.WellKnownTypes;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.Analyzer.Grpc.Writing;

/// <summary>From a policy to the wire, every default filled in.</summary>
internal static class PolicyWriter
{
    /// <summary>Writes a policy. Read again it is the same policy.</summary>
    public static Wire.CanaryPolicy Write(CanaryPolicy policy)
    {
        Wire.CanaryPolicy wire = new()
        {
            Name = policy.Name,
            Interval = Duration.FromTimeSpan(policy.Interval),
            WarmUp = policy.WarmUp,
            Horizon = policy.Horizon,
            History = policy.History,
            Confidence = policy.Confidence,
            FailShare = policy.FailShare,
            Judge = policy.Judge switch
            {
                JudgeRule.Fixed => Wire.JudgeRule.Fixed,
                JudgeRule.Sequential => Wire.JudgeRule.Sequential,
                JudgeRule.Threshold => Wire.JudgeRule.Threshold,
                JudgeRule.Kayenta => Wire.JudgeRule.Kayenta,
                _ => throw new ArgumentOutOfRangeException(nameof(policy), policy.Judge, "The contract has no word for the rule."),
            },
            Guarantee = policy.Guarantee switch
            {
                Guarantee.Strict => Wire.Guarantee.Strict,
                Guarantee.Calibrated => Wire.Guarantee.Calibrated,
                _ => throw new ArgumentOutOfRangeException(nameof(policy), policy.Guarantee, "The contract has no word for the guarantee."),
            },
        };
        wire.AtHorizon = policy.AtHorizon switch
        {
            HorizonRule.Hold => Wire.HorizonRule.Hold,
            HorizonRule.Rollback => Wire.HorizonRule.Rollback,
            HorizonRule.Promote => Wire.HorizonRule.Promote,
            _ => throw new ArgumentOutOfRangeException(nameof(policy), policy.AtHorizon, "The contract has no word for the rule."),
        };
        if (policy.Judge == JudgeRule.Threshold) wire.Threshold = new() { Failures = policy.Threshold.Failures, Passes = policy.Threshold.Passes, MinEvents = policy.Threshold.MinEvents };
        if (policy.Judge == JudgeRule.Kayenta) wire.Kayenta = new() { Pass = policy.Kayenta.Pass, Marginal = policy.Kayenta.Marginal, Weights = { policy.Kayenta.Weights.ToDictionary() } };
        wire.Metrics.AddRange(policy.Metrics.Select(metric => Write(metric, policy.Judge)));
        return wire;
    }

    private static Wire.MetricPolicy Write(MetricPolicy metric, JudgeRule judge)
    {
        Wire.MetricPolicy wire = new()
        {
            Name = metric.Name,
            Unit = metric.Unit,
            Direction = metric.Direction switch
            {
                Direction.Increase => Wire.Direction.Increase,
                Direction.Decrease => Wire.Direction.Decrease,
                Direction.Either => Wire.Direction.Either,
                _ => throw new ArgumentOutOfRangeException(nameof(metric), metric.Direction, "The contract has no word for the direction."),
            },
            Margin = Write(metric.Margin),
            Critical = metric.Critical,
            Missing = metric.Missing switch
            {
                MissingRule.Hold => Wire.MissingRule.Hold,
                MissingRule.Fail => Wire.MissingRule.Fail,
                _ => throw new ArgumentOutOfRangeException(nameof(metric), metric.Missing, "The contract has no word for the rule."),
            },
        };
        if (judge == JudgeRule.Threshold && metric.Limit is { } limit) wire.Limit = limit;
        if (judge == JudgeRule.Kayenta)
        {
            wire.Groups.AddRange(metric.Groups);
            EffectLimits effect = metric.EffectSize;
            wire.EffectSize = new()
            {
                AllowedIncrease = effect.AllowedIncrease, AllowedDecrease = effect.AllowedDecrease, CriticalIncrease = effect.CriticalIncrease, CriticalDecrease = effect.CriticalDecrease,
            };
        }

        switch (metric.Kind)
        {
            case MetricKind.Ratio:
                wire.Ratio = new() { Bad = Term(metric, TermRole.Bad), Total = Term(metric, TermRole.Total) };
                break;
            case MetricKind.Series:
                wire.Series = new() { Values = Term(metric, TermRole.Values), Resource = metric.Resource };
                break;
            case MetricKind.Histogram:
                wire.Histogram = new() { Buckets = Term(metric, TermRole.Buckets), Quantiles = { metric.Quantiles } };
                break;
            case MetricKind.Count:
                wire.Count = new() { Events = Term(metric, TermRole.Events), Exposure = Term(metric, TermRole.Exposure) };
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(metric), metric.Kind, "The contract has no word for the kind.");
        }

        return wire;
    }

    private static Wire.Margin Write(Margin margin)
    {
        Wire.Margin wire = new() { Floor = margin.Floor };
        if (margin.IsRelative) wire.Relative = margin.Value;
        else wire.Absolute = margin.Value;
        return wire;
    }

    private static Wire.Query? Term(MetricPolicy metric, TermRole role)
    {
        if (metric.Terms.FirstOrDefault(t => t.Role == role) is not { } term) return null;
        return term.Reading switch
        {
            TermReading.Expression => new Wire.Query { Expression = term.Text },
            TermReading.Counter => Selector(term, Wire.QueryReading.Counter),
            TermReading.Gauge => Selector(term, Wire.QueryReading.Gauge),
            TermReading.Rate => Selector(term, Wire.QueryReading.Rate),
            TermReading.Buckets => Selector(term, Wire.QueryReading.Buckets),
            TermReading.Integral => Selector(term, Wire.QueryReading.Integral),
            _ => throw new ArgumentOutOfRangeException(nameof(metric), term.Reading, "The contract has no word for the reading."),
        };
    }

    private static Wire.Query Selector(QueryTerm term, Wire.QueryReading reading) => new() { Selector = term.Text, Reading = reading };
}
