namespace CanaryJudge.Statistics.Tests.Evidence;

/// <summary>The written rules for unusual arguments: a number, or an exception that names the argument.</summary>
public sealed class EvidenceEdgeTests
{
    private static readonly RatioCounts Good = new(1, 10);

    [Fact]
    public void ArgumentsOutOfRange_AreRefusedByName()
    {
        WeightedMoments moments = default(WeightedMoments).With(1).With(2);
        (string Name, Action Call)[] calls =
        [
            ("value", () => default(WeightedMoments).With(double.NaN)),
            ("value", () => default(WeightedMoments).With(1e308)),
            ("weight", () => default(WeightedMoments).With(1, 0)),
            ("weight", () => default(WeightedMoments).With(1, double.PositiveInfinity)),
            ("weight", () => default(WeightedMoments).With(1e150, 1e10).With(-1e150, 1e10)),
            ("priorVariance", () => TMixture.LnRatio(moments, 0, 1, 1, double.Epsilon)),
            ("value", () => default(LagSums).With(double.PositiveInfinity)),
            ("priorCorrelation", () => default(LagSums).Tau(1, 8, 0)),
            ("priorWindows", () => default(LagSums).Tau(0, double.NaN, 0)),
            ("lean", () => default(LagSums).Tau(0, 0, -1)),
            ("lnValues", () => EffectGrid.LnMixture([1])),
            ("lnValues", () => EffectGrid.LnMixture([.. Enumerable.Repeat(double.NaN, 12)])),
            ("tolerated", () => TMixture.LnRatio(moments, double.NaN, 1, 1, 1)),
            ("effect", () => TMixture.LnRatio(moments, 0, double.PositiveInfinity, 1, 1)),
            ("priorWindows", () => TMixture.LnRatio(moments, 0, 1, 0, 1)),
            ("priorVariance", () => TMixture.LnRatio(moments, 0, 1, 1, 0)),
            ("tau", () => TMixture.LnRatio(moments, 0, 1, 1, 1, 0.5)),
            ("scale", () => TMixture.LnRatio(moments, 0, 1, 1, 1, 1, 0)),
            ("margin", () => TMixture.Evaluate(moments, 1, 1, 1, 1)),
            ("predictedShare", () => ConditionalBinomialE.LnFactor(Good, Good, 0, 0.1)),
            ("effect", () => ConditionalBinomialE.LnFactor(Good, Good, 0.1, 0)),
            ("canary", () => ConditionalBinomialE.LnExposure(default, 0.1, 0.1)),
            ("baseline", () => ConditionalBinomialE.LnFactor(Good, default, 0.1, 0.1)),
            ("state", () => { RatioEvidence evidence = new(new double[3], RatioScale.Share(0.1), RatioPrior.WithoutHistory); evidence.AddGap(); }),
            ("scale", () => { RatioEvidence evidence = new(new double[RatioEvidence.StateLength], RatioScale.Share(0), RatioPrior.WithoutHistory); evidence.AddGap(); }),
            ("scale", () => { RatioEvidence evidence = new(new double[RatioEvidence.StateLength], new RatioScale(1, double.NaN, IsRate: true), RatioPrior.WithoutHistory); evidence.AddGap(); }),
            ("canaryEvents", () => { RatioEvidence evidence = new(new double[RatioEvidence.StateLength], RatioScale.Share(0.1), RatioPrior.WithoutHistory); evidence.Add(1, 2, 3, 2); }),
            ("baselineEvents", () => { RatioEvidence evidence = new(new double[RatioEvidence.StateLength], RatioScale.Share(0.1), RatioPrior.WithoutHistory); evidence.Add(3, 2, 1, 2); }),
            ("prior", () => { RatioEvidence evidence = new(new double[RatioEvidence.StateLength], RatioScale.Share(0.1), default); evidence.AddGap(); }),
            ("canary", () => { RatioEvidence evidence = new(new double[RatioEvidence.StateLength], RatioScale.Share(0.1), RatioPrior.WithoutHistory); evidence.Add(default, Good); }),
            ("trials", () => RatioPrior.FromHistory(RatioScale.Share(0.1), [1], [1, 2], new double[2])),
            ("scratch", () => RatioPrior.FromHistory(RatioScale.Share(0.1), [1, 1], [1, 2], new double[1])),
            ("events", () => RatioPrior.FromHistory(RatioScale.Share(0.1), [5], [2], new double[1])),
            ("events", () => RatioPrior.FromHistory(RatioScale.Rate(0.1), [-1], [2], new double[1])),
            ("trials", () => RatioPrior.FromHistory(RatioScale.Rate(0.1), [1], [double.PositiveInfinity], new double[1])),
            ("scale", () => RatioPrior.FromHistory(RatioScale.Rate(0), [1], [2], new double[1])),
            ("margin", () => SeriesScale.Absolute(0)),
            ("relativeMargin", () => SeriesScale.Relative([1], double.NaN)),
            ("reference", () => SeriesScale.Relative([], 0.1)),
            ("reference", () => SeriesScale.Relative([0, 0], 0.1)),
            ("reference", () => SeriesScale.Relative([double.PositiveInfinity], 0.1)),
            ("history", () => SeriesPrior.FromHistory([double.NegativeInfinity], SeriesScale.Absolute(1))),
            ("scale", () => _ = new SeriesEvidence(new SeriesScale(true, 0), SeriesPrior.WithoutHistory(SeriesScale.Absolute(1)))),
            ("prior", () => _ = new SeriesEvidence(SeriesScale.Absolute(1), default)),
            ("capacity", () => _ = new SeriesEvidence(SeriesScale.Absolute(1), SeriesPrior.WithoutHistory(SeriesScale.Absolute(1)), capacity: 0)),
            ("state", () => new SeriesEvidence(SeriesScale.Absolute(1), SeriesPrior.WithoutHistory(SeriesScale.Absolute(1))).CopyTo(new double[4])),
            ("state", () => new SeriesEvidence(SeriesScale.Absolute(1), SeriesPrior.WithoutHistory(SeriesScale.Absolute(1))).Restore(new double[6])),
            ("into", () => { SeriesEvidence evidence = new(SeriesScale.Absolute(1), SeriesPrior.WithoutHistory(SeriesScale.Absolute(1))); evidence.Add(1); evidence.CopyWindows([]); }),
            ("events", () => BetaBinomialE.LnTwoSided(-1, 0, 0.5)),
            ("others", () => BetaBinomialE.LnTwoSided(0, double.NaN, 0.5)),
            ("nullShare", () => BetaBinomialE.LnGreater(0, 0, 1)),
            ("a", () => BetaBinomialE.LnGreater(0, 0, 0.5, 0)),
            ("b", () => BetaBinomialE.LnGreater(0, 0, 0.5, 1, double.PositiveInfinity)),
            ("score", () => NormalMixtureE.LnTwoSided(double.NaN, 1, 1)),
            ("variance", () => NormalMixtureE.LnGreater(0, -1, 1)),
            ("precision", () => NormalMixtureE.LnGreater(0, 1, 0)),
            ("alpha", () => NormalMixtureE.Radius(1, 1, 0)),
            ("count", () => AnytimeT.LnE(0, 1, 1)),
            ("t", () => AnytimeT.LnE(2, double.NaN, 1)),
            ("precision", () => AnytimeT.LnE(2, 1, 0)),
            ("moments", () => AnytimeT.Interval(default, 0.9, 1)),
            ("confidence", () => AnytimeT.Interval(moments, 1, 1)),
            ("look", () => AsymptoticConfidenceSequence.Tuning(0, 0.9)),
            ("confidence", () => AsymptoticConfidenceSequence.Tuning(10, 0.01)),
            ("tuning", () => AsymptoticConfidenceSequence.HalfWidth(10, 0, 0.9)),
            ("tau", () => AsymptoticConfidenceSequence.Interval(moments, 1, 0.9, 0)),
            ("moments", () => AsymptoticConfidenceSequence.Interval(default, 1, 0.9)),
            ("canaryShare", () => Gro2x2.LnE(Good, Good, 1, 0.5)),
            ("baselineShare", () => Gro2x2.LnE(Good, Good, 0.5, double.NaN)),
            ("difference", () => SymmetryE.LnE(double.NaN, 1)),
            ("rate", () => SymmetryE.LnE(1, 0)),
            ("alpha", () => _ = new WaldSprt(0, 0.1)),
            ("beta", () => _ = new WaldSprt(0.5, 0.5)),
            ("drift", () => new WaldSprt(0.1, 0.1).ExpectedUnderHarm(0)),
            ("margin", () => new WaldSprt(0.1, 0.1).RequestsForShares(0.5, 0.5)),
            ("baselineShare", () => new WaldSprt(0.1, 0.1).RequestsForShares(0, 0.5)),
            ("canaryTraffic", () => new WaldSprt(0.1, 0.1).RequestsForShares(0.1, 0.5, 1)),
        ];
        foreach ((string name, Action call) in calls) Assert.Equal(name, Assert.Throws<ArgumentException>(call).ParamName);
    }

    [Fact]
    public void EmptyState_IsNoEvidence()
    {
        RatioEvidence evidence = new(new double[RatioEvidence.StateLength], RatioScale.Share(0.1), RatioPrior.WithoutHistory);
        evidence.AddGap();
        Assert.Equal(new EvidenceLevels(0, 0, 0, 1), evidence.Evaluate());
        Assert.Equal(0, evidence.LnConditional());
        Assert.Equal((0, 0), (evidence.Windows, evidence.CanaryTrials));
        SeriesEvidence series = new(SeriesScale.Absolute(1), SeriesPrior.WithoutHistory(SeriesScale.Absolute(1)));
        foreach (double gap in new[] { double.NaN, double.PositiveInfinity, 1e151 }) series.Add(gap);
        Assert.Equal((SeriesEvidence.NotYet, 0, 0, 3), (series.Levels.LnHarm, series.Levels.LnSafe, series.Levels.Windows, series.Elapsed));
        Assert.Equal(0, BetaBinomialE.LnGreater(0, 0, 0.5));
        Assert.Equal(0, AnytimeT.LnE(default(WeightedMoments), 0, 1));
        Assert.Equal(0, AnytimeT.LnE(1, double.PositiveInfinity, 1));
    }

    [Fact]
    public void ExtremeButAllowedNumbers_StayFinite()
    {
        const double huge = 2147483647;
        double[] numbers =
        [
            BetaBinomialE.LnTwoSided(huge, 0, 0.5), BetaBinomialE.LnGreater(0, huge, 0.5), BetaBinomialE.LnTwoSided(9e15, 9e15, 0.5),
            NormalMixtureE.LnGreater(-1e150, 1, 1), NormalMixtureE.LnTwoSided(double.Epsilon, 0, 1e-300),
            AnytimeT.LnE(9e15, 1e300, 1e-100), AnytimeT.LnE(10, double.NegativeInfinity, 1),
            Gro2x2.LnE(new(huge, huge), new(0, huge), 0.999, 1e-12), Gro2x2.LnE(new(0.5, 82027), new(0.5, RatioCounts.MaxCount), 1e-300, 0.68), ConditionalBinomialE.LnFactor(new(1, 1), new(huge, huge), 1e-300, 1), SymmetryE.LnE(-1e308, 1), SymmetryE.LnE(1e308, 1e308),
            ConditionalBinomialE.LnFactor(new(huge, huge), new(0, huge), 1e-300, 1), ConditionalBinomialE.LnExposure(new(huge, huge), 1e-300, 1),
            TMixture.LnRatio(default(WeightedMoments).With(1e150).With(-1e150), 0, 1e148, 1, 1), TMixture.LnRatio(default(WeightedMoments).With(double.Epsilon), 0, double.Epsilon, 1, 1e-300),
            TMixture.LnRatio(default(WeightedMoments).With(1e120), 0, 1e120, 1, 1e-300),
        ];
        Assert.All(numbers, number => Assert.True(double.IsFinite(number), $"{number:R}"));

        double[] state = new double[RatioEvidence.StateLength];
        RatioEvidence evidence = new(state, RatioScale.Share(0.005), RatioPrior.WithoutHistory);
        for (int k = 0; k < 20; k++) evidence.Add(new(k % 2 == 0 ? huge : 0, huge), new(0, huge));
        Assert.All(state, value => Assert.True(double.IsFinite(value)));
        Assert.True(double.IsFinite(evidence.Evaluate().LnHarm) && double.IsFinite(evidence.Evaluate().LnSafe));
    }

    [Fact]
    public void SeriesScale_RelativeMargin_TakesLogarithmsOnlyWhenAllIsPositive()
    {
        Assert.Equal(new SeriesScale(true, Math.Log(1.1)), SeriesScale.Relative([1, 2, double.NaN], 0.1) with { Margin = Math.Log(1.1) });
        SeriesScale mixed = SeriesScale.Relative([-1, 0, 4], 0.3);
        Assert.False(mixed.IsLogarithmic);
        Assert.Equal(0.3 * 5 / 3, mixed.Margin, 14);
        SeriesScale log = new(true, 0.1);
        Assert.Equal(double.NaN, log.Difference(0, 1));
        Assert.Equal(double.NaN, log.Difference(1, double.PositiveInfinity));
        Assert.Equal(double.NaN, mixed.Difference(1e308, -1e308));
        Assert.Equal(3, mixed.Difference(5, 2));
    }

    [Fact]
    public void Priors_HistoryTooShortOrWithoutLogarithm_FallBack()
    {
        SeriesScale log = new(true, 0.1);
        double[] values = [.. Enumerable.Range(1, 20).Select(k => 10.0 + k % 3)];
        Assert.Equal(SeriesPrior.WithoutHistory(log), SeriesPrior.FromHistory(values.AsSpan(0, 11), log));
        Assert.NotEqual(SeriesPrior.WithoutHistory(log), SeriesPrior.FromHistory(values, log));
        values[4] = 0;
        Assert.Equal(SeriesPrior.WithoutHistory(log), SeriesPrior.FromHistory(values, log));
        RatioScale scale = RatioScale.Share(0.005);
        Assert.Equal(RatioPrior.WithoutHistory, RatioPrior.FromHistory(scale, [1, 2, 3], [100, 100, 100], new double[3]));
        RatioPrior many = RatioPrior.FromHistory(scale, [.. Enumerable.Repeat(2.0, 30)], [.. Enumerable.Repeat(100.0, 30)], new double[30]);
        Assert.Equal((20, 1000), (many.Events, many.Trials));
        Assert.Equal(0, many.Clustering);
        double[] events = [.. Enumerable.Repeat(2.0, 30)], trials = [.. Enumerable.Repeat(100.0, 30)];
        (events[3], trials[9], events[17], trials[17], trials[25]) = (double.NaN, double.NaN, 0, 0, 1e151);
        Assert.Equal(many, RatioPrior.FromHistory(scale, events, trials, new double[30]));
    }

    [Fact]
    public void RatioEvidence_NumbersThatCannotBeCounts_AreAGap()
    {
        double[] state = new double[RatioEvidence.StateLength];
        RatioEvidence evidence = new(state, RatioScale.Rate(0.1), RatioPrior.WithoutHistory);
        Assert.Equal(new WindowDifference(0.5, 1 / (1 / 2.0 + 1 / 4.0)), evidence.Add(2, 4, 2, 2));
        double[] gapped = [.. state];
        new RatioEvidence(gapped, RatioScale.Rate(0.1), RatioPrior.WithoutHistory).AddGap();
        foreach (double bad in new[] { double.NaN, double.PositiveInfinity, -1, 1e151 })
        {
            Assert.Equal(WindowDifference.None, evidence.Add(bad, 4, 2, 2));
            Assert.Equal(WindowDifference.None, evidence.Add(2, bad, 2, 2));
            Assert.Equal(WindowDifference.None, evidence.Add(2, 4, bad, 2));
            Assert.Equal(WindowDifference.None, evidence.Add(2, 4, 2, bad));
            Assert.Equal(WindowDifference.None, evidence.Add(2, 0, 2, 2));
        }

        Assert.Equal(gapped, state);
    }
}
