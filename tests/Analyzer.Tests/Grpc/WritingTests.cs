using CanaryJudge.Analyzer.Grpc;
using CanaryJudge.Analyzer.Grpc.Reading;
using CanaryJudge.Analyzer.Grpc.Writing;
using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;
using PolicyWriter = CanaryJudge.Analyzer.Grpc.Writing.PolicyWriter;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.Analyzer.Tests.Grpc;

/// <summary>Every word of the domain has its word on the wire, and a number that does not exist is absent there.</summary>
public sealed class WritingTests
{
    [Fact]
    public void EveryWord_OfAVerdict_HasOneOnTheWire()
    {
        foreach (VerdictOutcome outcome in Enum.GetValues<VerdictOutcome>()) Assert.Equal(outcome.ToString(), Write(v => v with { Outcome = outcome }).Outcome.ToString());
        foreach (JudgementOutcome outcome in Enum.GetValues<JudgementOutcome>()) Assert.Equal(outcome.ToString(), Write(v => v, j => j with { Outcome = outcome }).Judgements[0].Outcome.ToString());
        foreach (FaultKind kind in Enum.GetValues<FaultKind>()) Assert.Equal(kind.ToString(), Write(w => w with { Faults = [new DataFault(kind, Side.Canary, -2, "d")] }).Faults[0].Kind.ToString());
        foreach (ProblemKind kind in Enum.GetValues<ProblemKind>()) Assert.Equal(kind.ToString(), Write(w => w with { Problems = [new SourceProblem(kind, "m", "q")] }).Problems[0].Kind.ToString());
    }

    [Fact]
    public void EveryWord_OfAPolicy_HasOneOnTheWireAndBack()
    {
        foreach (JudgeRule rule in Enum.GetValues<JudgeRule>()) Assert.Equal(rule, Round(Policy() with { Judge = rule }).Judge);
        foreach (Guarantee guarantee in Enum.GetValues<Guarantee>()) Assert.Equal(guarantee, Round(Policy() with { Judge = JudgeRule.Sequential, Guarantee = guarantee }).Guarantee);
        foreach (HorizonRule rule in Enum.GetValues<HorizonRule>()) Assert.Equal(rule, Round(Policy() with { Judge = JudgeRule.Sequential, AtHorizon = rule }).AtHorizon);
        foreach (Direction direction in Enum.GetValues<Direction>()) Assert.Equal(direction, Round(Policy(m => m with { Direction = direction })).Metrics[0].Direction);
        foreach (MissingRule missing in Enum.GetValues<MissingRule>()) Assert.Equal(missing, Round(Policy(m => m with { Missing = missing })).Metrics[0].Missing);
        foreach (MetricKind kind in Enum.GetValues<MetricKind>()) Assert.Equal(kind, Round(Policy(m => m with { Kind = kind })).Metrics[0].Kind);
    }

    [Theory]
    [InlineData(typeof(CanaryPolicy), typeof(Wire.CanaryPolicy), "")]
    [InlineData(typeof(Comparison), typeof(Wire.Comparison), "")]
    [InlineData(typeof(Evidence), typeof(Wire.Evidence), "")]
    [InlineData(typeof(Verdict), typeof(Wire.Verdict), "Found")] // the outcome and by_horizon say it
    [InlineData(typeof(CheckTally), typeof(Wire.CheckTally), "")]
    [InlineData(typeof(CanaryScore), typeof(Wire.CanaryScore), "")]
    [InlineData(typeof(GroupScore), typeof(Wire.GroupScore), "")]
    [InlineData(typeof(ThresholdRules), typeof(Wire.ThresholdRules), "")]
    [InlineData(typeof(KayentaScoring), typeof(Wire.KayentaScoring), "")]
    [InlineData(typeof(EffectLimits), typeof(Wire.EffectLimits), "")]
    [InlineData(typeof(Judgement), typeof(Wire.Judgement), "Windows")] // their parts are fields of the judgement
    [InlineData(typeof(DataFault), typeof(Wire.DataFault), "")]
    [InlineData(typeof(SourceProblem), typeof(Wire.SourceProblem), "")]
    [InlineData(typeof(WindowGrid), typeof(Wire.WindowGrid), "StartMillis IntervalMillis HistoryStartMillis EndMillis First")] // a judged run begins at window 0
    [InlineData(typeof(MetricPolicy), typeof(Wire.MetricPolicy), "Kind Resource Quantiles Terms")] // these are in the message of the kind
    [InlineData(typeof(MetricWindows), typeof(Wire.Judgement), "Baseline Canary History")] // numbers that came from the source are not sent back
    public void EveryProperty_OfTheDomain_HasAFieldOnTheWire(Type domain, Type wire, string elsewhere)
    {
        IEnumerable<string> fields = wire.GetProperties().Select(p => p.Name);
        IEnumerable<string> properties = domain.GetProperties().Where(p => p.Name != "EqualityContract").Select(p => p.Name);

        Assert.Empty(properties.Except(elsewhere.Split(' ')).Except(fields));
    }

    [Fact]
    public void Numbers_ThatDoNotExist_AreAbsent()
    {
        Comparison comparison = new()
        {
            Name = "value", Baseline = 1, Canary = double.NaN, Difference = 0.5, Low = double.NegativeInfinity, High = 0.7, Confidence = 0.98, Margin = 0.1, Method = "m", Windows = 3, P = 0,
        };

        Wire.Comparison wire = Write(v => v, j => j with { Comparisons = [comparison] }).Judgements[0].Comparisons[0];

        Assert.Equal((true, false, true, false, true), (wire.HasBaseline, wire.HasCanary, wire.HasDifference, wire.HasLow, wire.HasHigh));
        Assert.Equal((true, false, false, false), (wire.HasP, wire.HasU, wire.HasA12, wire.HasBaselineExposure));
        Assert.Equal(0, wire.P);
    }

    [Fact]
    public void Evidence_BeyondEveryBound_IsAbsentButProven()
    {
        Evidence evidence = new(double.PositiveInfinity, 4.6, -1.5, 3, double.PositiveInfinity, null);
        Comparison comparison = new() { Name = "value", Baseline = 1, Canary = 2, Difference = 1, Low = 1, High = 1, Confidence = 0.9, Margin = 0.1, Method = "m", Windows = 3, Evidence = evidence };

        Wire.Evidence wire = Write(v => v, j => j with { Comparisons = [comparison] }).Judgements[0].Comparisons[0].Evidence;

        Assert.Equal((false, 1, 4.6), (wire.HasLogHarm, wire.HarmShare, wire.HarmThreshold));
        Assert.Equal((-1.5, 0, 3), (wire.LogSafe, wire.SafeShare, wire.SafeThreshold));
        Assert.Equal((false, false), (wire.HasWindowsLeft, wire.HasCanaryExposureLeft));
    }

    [Fact]
    public void Fault_AboutAllWindows_HasNoWindow()
    {
        Wire.Judgement wire = Write(w => w with { Faults = [new DataFault(FaultKind.NoSeries, Side.Baseline, null, "d"), new DataFault(FaultKind.Gap, Side.Canary, 0, "d")] });

        Assert.Equal((false, Wire.Side.Baseline), (wire.Faults[0].HasWindow, wire.Faults[0].Side));
        Assert.Equal((true, 0), (wire.Faults[1].HasWindow, wire.Faults[1].Window));
    }

    [Fact]
    public void RulesOfOneJudge_ComeBackAsTheyWere()
    {
        ThresholdRules threshold = new() { Failures = 3, Passes = 0, MinEvents = 250 };
        CanaryPolicy limited = Round(Policy(m => m with { Limit = -0.25 }) with { Judge = JudgeRule.Threshold, Threshold = threshold });
        Assert.Equal((threshold, -0.25), (limited.Threshold, limited.Metrics[0].Limit));

        KayentaScoring scoring = new() { Pass = 90, Marginal = 0, Weights = new Dictionary<string, double> { ["errors"] = 60, ["b"] = 40 } };
        EffectLimits effect = new(1.1, 0.9, 2, 0);
        CanaryPolicy scored = Round(Policy(m => m with { Groups = ["errors", "b"], EffectSize = effect }) with { Judge = JudgeRule.Kayenta, Kayenta = scoring });
        Assert.Equal((scoring, effect), (scored.Kayenta, scored.Metrics[0].EffectSize));
        Assert.Equal(["errors", "b"], scored.Metrics[0].Groups);
    }

    [Fact]
    public void RulesOfOneJudge_ThatAreWrong_AreToldByTheirFields()
    {
        Wire.CanaryPolicy wire = PolicyWriter.Write(Policy() with { Judge = JudgeRule.Kayenta });
        wire.FailShare = 2;
        wire.Threshold = new() { MinEvents = 0 };
        wire.Kayenta.Weights["ungrouped"] = -1;
        wire.Metrics[0].EffectSize.CriticalDecrease = 7;
        wire.Metrics[0].EffectSize.AllowedIncrease = double.NaN;

        IEnumerable<string> paths = InlineViolations(wire);

        Assert.Equal(
            [
                "policy.inline.fail_share", "policy.inline.kayenta.weights.ungrouped", "policy.inline.metrics[0].effect_size.allowed_increase",
                "policy.inline.metrics[0].effect_size.critical_decrease", "policy.inline.threshold", "policy.inline.threshold.min_events",
            ],
            paths.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void AScore_ThatDoesNotExist_IsAbsent()
    {
        CanaryScore score = new(double.NaN, 95, 75, [new("errors", 60, 0, 0), new("latency", 40, 1, 2)]);

        Wire.CanaryScore wire = Write(v => v with { Score = score }).Score;

        Assert.Equal((false, false, true, 50), (wire.HasValue, wire.Groups[0].HasValue, wire.Groups[1].HasValue, wire.Groups[1].Value));
    }

    private static IEnumerable<string> InlineViolations(Wire.CanaryPolicy wire)
    {
        Refusals refusals = new();
        PolicyResult read = PolicyParser.Parse(InlineDocument.Write(wire, refusals));
        Wire.PolicyChoice choice = new() { Inline = wire };
        return [.. refusals.All.Select(v => v.Path), .. read.Violations.Select(v => PolicyPaths.ToRequest(v, choice).Path)];
    }

    private static CanaryPolicy Policy(Func<MetricPolicy, MetricPolicy>? change = null)
    {
        MetricPolicy metric = new() { Name = "m", Kind = MetricKind.Series, Margin = Margin.Absolute(0.5) };
        return new CanaryPolicy { Name = "p", Metrics = [change?.Invoke(metric) ?? metric] };
    }

    private static CanaryPolicy Round(CanaryPolicy policy)
    {
        Refusals refusals = new();
        PolicyResult read = PolicyParser.Parse(InlineDocument.Write(PolicyWriter.Write(policy), refusals));
        Assert.Empty(refusals.All);
        Assert.Empty(read.Violations);
        return read.Policy!;
    }

    private static Wire.Judgement Write(Func<MetricWindows, MetricWindows> change) => Write(v => v, j => j with { Windows = change(j.Windows) }).Judgements[0];

    private static Wire.Verdict Write(Func<Verdict, Verdict> change, Func<Judgement, Judgement>? changeJudgement = null)
    {
        MetricWindows windows = new()
        {
            Metric = new MetricPolicy { Name = "m", Kind = MetricKind.Series, Margin = Margin.Absolute(1) },
            Baseline = new SeriesWindows([1]),
            Canary = new SeriesWindows([1]),
            History = new SeriesWindows([]),
        };
        Judgement judgement = new() { Windows = windows, Outcome = JudgementOutcome.Pass, Reason = "r" };
        Verdict verdict = new() { Outcome = VerdictOutcome.Pause, Reason = "r", WindowsElapsed = 1, Judgements = [changeJudgement?.Invoke(judgement) ?? judgement] };
        return VerdictWriter.Write(change(verdict), []);
    }
}
