using CsCheck;

namespace CanaryJudge.Statistics.Tests.Ratios;

/// <summary>Laws that hold for every table.</summary>
public sealed class RatioLawTests
{
    private static readonly Gen<RatioCounts> Counts =
        from trials in Gen.OneOf(Gen.Int[1, 12], Gen.Int[1, 100_000])
        from events in Gen.OneOf(Gen.Int[0, trials], Gen.Int[0, Math.Min(3, trials)])
        select new RatioCounts(events, trials);

    private static readonly Gen<double> Margin = Gen.OneOf(Gen.Const(0.0), Gen.Double[-0.9, 0.9], Gen.Double[-0.01, 0.01]);

    [Fact]
    public void ScoreTest_SwappedSides_TurnsTheSign() => Gen.Select(Counts, Counts, Margin).Sample((canary, baseline, margin) =>
    {
        ScoreTest test = MiettinenNurminen.Test(canary, baseline, margin, Alternative.Greater), swapped = MiettinenNurminen.Test(baseline, canary, -margin, Alternative.Less);
        Near(test.Z, -swapped.Z);
        Near(test.P, swapped.P);
    });

    [Fact]
    public void ScoreTest_EventsAndOthersExchanged_TurnsTheSign() => Gen.Select(Counts, Counts, Margin).Sample((canary, baseline, margin) =>
    {
        ScoreTest test = FarringtonManning.Test(canary, baseline, margin, Alternative.Greater);
        ScoreTest others = FarringtonManning.Test(new(canary.Others, canary.Trials), new(baseline.Others, baseline.Trials), -margin, Alternative.Less);
        Near(test.Z, -others.Z);
    });

    [Fact]
    public void ScoreTest_OneMoreCanaryEvent_NeverLowersZ() => Gen.Select(Counts, Counts, Margin).Sample((canary, baseline, margin) =>
    {
        if (canary.Events == canary.Trials) return;
        double z = MiettinenNurminen.Test(canary, baseline, margin, Alternative.Greater).Z;
        double more = MiettinenNurminen.Test(new(canary.Events + 1, canary.Trials), baseline, margin, Alternative.Greater).Z;
        Assert.True(more >= z - 1e-12 * Math.Max(1, Math.Abs(z)), $"{z:R} then {more:R}");
    });

    [Fact]
    public void ScoreTest_GrowingMargin_NeverRaisesZ() => Gen.Select(Counts, Counts, Gen.Double[-0.98, 0.98], Gen.Double[-0.98, 0.98]).Sample((canary, baseline, a, b) =>
    {
        double low = MiettinenNurminen.Test(canary, baseline, Math.Min(a, b), Alternative.Greater).Z, high = MiettinenNurminen.Test(canary, baseline, Math.Max(a, b), Alternative.Greater).Z;
        Assert.True(high <= low + 1e-12 * Math.Max(1, Math.Abs(low)));
    });

    [Fact]
    public void Interval_ItsEnds_AreWhereTheTestTurns() => Gen.Select(Counts, Counts, Gen.Double[0.5, 0.999]).Sample((canary, baseline, confidence) =>
    {
        EstimateInterval interval = MiettinenNurminen.Interval(canary, baseline, confidence);
        Assert.InRange(interval.Estimate, interval.Lower, interval.Upper);
        double alpha = 1 - confidence;
        if (interval.Lower > -1) Assert.Equal(alpha / 2, MiettinenNurminen.Test(canary, baseline, interval.Lower, Alternative.Greater).P, 1e-6);
        if (interval.Upper < 1) Assert.Equal(alpha / 2, MiettinenNurminen.Test(canary, baseline, interval.Upper, Alternative.Less).P, 1e-6);
        EstimateInterval oneSided = MiettinenNurminen.Interval(canary, baseline, 1 - alpha / 2, Alternative.Greater);
        Assert.Equal(interval.Lower, oneSided.Lower, 1e-9);
        Assert.Equal(1, oneSided.Upper);
    });

    [Fact]
    public void Interval_MoreConfidence_IsWider() => Gen.Select(Counts, Counts, Gen.Double[0.5, 0.99]).Sample((canary, baseline, confidence) =>
    {
        EstimateInterval narrow = MiettinenNurminen.Interval(canary, baseline, confidence), wide = MiettinenNurminen.Interval(canary, baseline, confidence + 0.009);
        Assert.True(wide.Lower <= narrow.Lower + 1e-12 && wide.Upper >= narrow.Upper - 1e-12);
    });

    [Fact]
    public void ExactTests_BothOneSidedP_OverlapByTheTableSeen() => Gen.Select(Counts, Counts).Sample((canary, baseline) =>
    {
        double greater = Fisher.P(canary, baseline, Alternative.Greater), less = Fisher.P(canary, baseline, Alternative.Less);
        Assert.True(greater + less >= 1 - 1e-10, $"{greater:R} + {less:R}");
        Near(greater, Fisher.P(baseline, canary, Alternative.Less));
        Near(Fisher.P(canary, baseline, Alternative.TwoSided), Fisher.P(baseline, canary, Alternative.TwoSided));
    });

    [Fact]
    public void Barnard_SwappedSides_SwapsTheAlternative() => Gen.Select(Gen.Int[1, 25], Gen.Int[1, 25], Gen.Int[0, 25], Gen.Int[0, 25]).Sample((nc, nb, xc, xb) =>
    {
        RatioCounts canary = new(Math.Min(xc, nc), nc), baseline = new(Math.Min(xb, nb), nb);
        double[] scratch = new double[Barnard.ScratchLength(nc, nb)];
        double greater = Barnard.P(canary, baseline, Alternative.Greater, scratch), less = Barnard.P(baseline, canary, Alternative.Less, scratch);
        Near(greater, less);
        Near(Barnard.P(canary, baseline, Alternative.TwoSided, scratch), Barnard.P(baseline, canary, Alternative.TwoSided, scratch), 1e-8);
        Assert.True(greater is > 0 and <= 1);
    });

    [Fact]
    public void Rates_UnitOfExposureTimesAPowerOfTwo_ChangesNoBitOfZ() =>
        Gen.Select(Gen.Int[0, 1000], Gen.Int[0, 1000], Gen.Double[0.1, 100], Gen.Double[0.1, 100], Gen.Double[-3, 3], Gen.Int[-20, 20]).Sample((xc, xb, ec, eb, margin, power) =>
        {
            double unit = Math.ScaleB(1, power);
            ScoreTest test = RateDifference.Test(new(xc, ec), new(xb, eb), margin, Alternative.Greater), scaled = RateDifference.Test(new(xc, ec * unit), new(xb, eb * unit), margin / unit, Alternative.Greater);
            Assert.Equal(test.Z, scaled.Z);
            Assert.Equal(test.Difference, scaled.Difference * unit);
        });

    [Fact]
    public void RateInterval_ItsEnds_AreWhereTheTestTurns() =>
        Gen.Select(Gen.Int[0, 300], Gen.Int[0, 300], Gen.Double[0.1, 100], Gen.Double[0.1, 100], Gen.Double[0.5, 0.99]).Sample((xc, xb, ec, eb, confidence) =>
        {
            RateCounts canary = new(xc, ec), baseline = new(xb, eb);
            EstimateInterval interval = RateDifference.Interval(canary, baseline, confidence);
            Near((1 - confidence) / 2, RateDifference.Test(canary, baseline, interval.Lower, Alternative.Greater).P, 1e-8);
            Near((1 - confidence) / 2, RateDifference.Test(canary, baseline, interval.Upper, Alternative.Less).P, 1e-8);
            Assert.InRange(interval.Estimate, interval.Lower, interval.Upper);
        });

    [Fact]
    public void ClopperPearson_ItsEnds_AreWhereTheTestTurns() => Gen.Select(Counts, Gen.Double[0.5, 0.999]).Sample((counts, confidence) =>
    {
        EstimateInterval interval = ConditionalBinomial.ClopperPearson(counts.Events, counts.Trials, confidence);
        double tail = (1 - confidence) / 2;
        if (interval.Lower > 0) Near(tail, ConditionalBinomial.ShareP(counts.Events, counts.Trials, interval.Lower, Alternative.Greater), 1e-9);
        // Near 1 the share itself is a rounded number, and with it the chance of no "other": compare at its resolution.
        if (interval.Upper < 1) Near(tail, ConditionalBinomial.ShareP(counts.Events, counts.Trials, interval.Upper, Alternative.Less), 1e-9);
    });

    [Fact]
    public void Dispersion_IndependentRequests_IsAboutOneAndBurstsRaiseIt()
    {
        Random random = new(41);
        double[] calm = new double[400], bursty = new double[400], trials = new double[400], scratch = new double[400];
        for (int k = 0; k < 400; k++)
        {
            trials[k] = 500 + random.Next(1000);
            for (int i = 0; i < trials[k]; i++) calm[k] += random.NextDouble() < 0.02 ? 1 : 0;
            // Events in clumps of four: dispersion 4.
            for (int i = 0; i < trials[k] / 4; i++) bursty[k] += random.NextDouble() < 0.02 ? 4 : 0;
            bursty[k] = Math.Min(bursty[k], trials[k]);
        }

        DispersionEstimate one = Dispersion.OfHistory(RatioScale.Share(0.005), calm, trials, scratch), four = Dispersion.OfHistory(RatioScale.Share(0.005), bursty, trials, scratch);
        Assert.InRange(one.Plain, 0.85, 1.15);
        Assert.InRange(one.Trimmed, 0.8, 1.2);
        Assert.InRange(four.Plain, 3.2, 4.8);
        Assert.Equal(399, one.Pairs);
        Assert.InRange(Dispersion.Pearson(calm.AsSpan(0, 200), trials.AsSpan(0, 200), calm.AsSpan(200), trials.AsSpan(200)), 0.75, 1.25);
        Assert.InRange(Dispersion.Pearson(bursty.AsSpan(0, 200), trials.AsSpan(0, 200), bursty.AsSpan(200), trials.AsSpan(200)), 3, 5);
    }

    private static void Near(double expected, double actual, double tolerance = 1e-9) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance * Math.Max(Math.Abs(expected), 1e-290), $"{expected:R} and {actual:R}");
}
