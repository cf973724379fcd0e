using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Judging.Rehearsing;

namespace CanaryJudge.Judging.Tests.Rehearsing;

/// <summary>What is formed from a past: a canary that is honest about what is known.</summary>
public sealed class StageTests
{
    private static readonly RehearsalSettings Settings = new() { Rollouts = 50, Share = 0.2 };

    [Fact]
    public void Ratio_OfOneSide_IsDealtSoThatNothingIsLost()
    {
        RatioWindows past = Pasts.Requests(400, 500, 0.02, seed: 1);
        past.Bad[100] = past.Total[100] = double.NaN;
        MetricWindows[] formed = Form(new PastWindows(Pasts.Ratio(0.005), past));

        Assert.All(formed, m => Assert.Equal(30, m.History.Count));
        double canary = 0, all = 0;
        foreach (MetricWindows metric in formed)
        {
            (RatioWindows b, RatioWindows c) = ((RatioWindows)metric.Baseline, (RatioWindows)metric.Canary);
            for (int k = 0; k < b.Count; k++)
            {
                Assert.Equal(b.IsPresent(k), c.IsPresent(k));
                if (!b.IsPresent(k)) continue;
                Assert.Equal(500, b.Total[k] + c.Total[k]);
                canary += c.Total[k];
                all += 500;
            }
        }

        Assert.InRange(canary / all, 0.199, 0.201);
        Assert.Contains(formed, m => !m.Baseline.IsPresent(Enumerable.Range(0, 60).FirstOrDefault(k => !m.Baseline.IsPresent(k))));
    }

    [Fact]
    public void Ratio_WhoseErrorsComeInBurstsOfItsWindows_GivesBothSidesTheirShareOfThem()
    {
        RatioWindows past = Pasts.Requests(400, 5000, 0.01, seed: 2);
        for (int k = 7; k < 400; k += 13) past.Bad[k] += 2000;
        (RatioWindows Baseline, RatioWindows Canary)[] formed = [.. Form(new PastWindows(Pasts.Ratio(0.005), past)).Select(m => ((RatioWindows)m.Baseline, (RatioWindows)m.Canary))];
        double canary = 0, whole = 0;
        foreach ((RatioWindows b, RatioWindows c) in formed)
        {
            for (int k = 0; k < 60; k++)
            {
                if (b.Bad[k] + c.Bad[k] < 2000) continue;
                canary += c.Bad[k];
                whole += b.Bad[k] + c.Bad[k];
            }
        }

        // A fifth of the traffic has a fifth of the bursts; how far single ones stray is learnt from the past.
        Assert.True(whole > 2000 * 100);
        Assert.InRange(canary / whole, 0.15, 0.25);
    }

    [Theory]
    [InlineData(0.02, 0)]
    [InlineData(0.05, 0.4)]
    [InlineData(0.01, 0.8)]
    public void Series_OfOneSide_DiffersFromItByTwoNoisesOfItsSizeAndMemory(double deviation, double memory)
    {
        PastWindows past = new(Pasts.Series(Margin.Relative(0.1)), Pasts.Level(3000, 100, deviation, memory, seed: 3));
        SeriesTwin twin = new(past);
        Assert.InRange(twin.Deviation, 0.85 * deviation, 1.15 * deviation);
        Assert.InRange(twin.Memory, memory - 0.08, memory + 0.08);

        double[][] differences = [.. Form(past).Select(m => ((SeriesWindows)m.Canary).Values.Zip(((SeriesWindows)m.Baseline).Values, (c, b) => Math.Log(c / b)).ToArray())];
        double[] all = [.. differences.SelectMany(d => d)];
        double variance = all.Average(d => d * d);
        Assert.InRange(variance, 2 * deviation * deviation * 0.7, 2 * deviation * deviation * 1.3);
        double products = differences.Average(d => d.Skip(1).Zip(d, (a, b) => a * b).Average());
        Assert.InRange(products / variance, memory - 0.12, memory + 0.12);
    }

    [Fact]
    public void Series_WithADailyCurve_HasNoMoreNoiseThanWithout()
    {
        SeriesWindows flat = Pasts.Level(1440, 100, 0.02, 0.3, seed: 4);
        double[] curved = [.. flat.Values.Select((v, k) => v * (1 + 0.6 * Math.Sin(2 * Math.PI * k / 1440)))];
        MetricPolicy metric = Pasts.Series(Margin.Relative(0.1));
        Assert.Equal(new SeriesTwin(new PastWindows(metric, flat)).Deviation, new SeriesTwin(new PastWindows(metric, new SeriesWindows(curved))).Deviation, 0.002);
    }

    [Fact]
    public void Series_ThatIsMostlyZero_StaysMostlyZeroAndNeverNegative()
    {
        Random random = new(5);
        SeriesWindows past = new([.. Enumerable.Range(0, 600).Select(_ => random.NextDouble() < 0.7 ? 0.0 : random.NextDouble())]);
        double[] canary = [.. Form(new PastWindows(Pasts.Series(Margin.Absolute(0.1)), past)).SelectMany(m => ((SeriesWindows)m.Canary).Values)];
        Assert.InRange(canary.Count(v => v == 0) / (double)canary.Length, 0.6, 0.8);
        Assert.All(canary, v => Assert.True(v >= 0));
    }

    [Fact]
    public void TwoSides_OfOneVersion_AreTakenAsTheyAreAndNoWindowTwice()
    {
        RatioWindows one = Pasts.Requests(400, 100, 0.05, 6), other = Pasts.Requests(400, 100, 0.05, 7);
        MetricWindows[] formed = Form(new PastWindows(Pasts.Ratio(0.005), one, other));
        Assert.Equal((400 - 30) / 60, formed.Length);
        Assert.Equal(one.Bad[30..390], formed.SelectMany(m => ((RatioWindows)m.Baseline).Bad));
        Assert.Equal(other.Bad[30..390], formed.SelectMany(m => ((RatioWindows)m.Canary).Bad));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Shift_OfARatio_RaisesItsShareBySoManyMargins(double margins)
    {
        PastWindows past = new(Pasts.Ratio(0.01), Pasts.Requests(600, 2000, 0.02, 8));
        Assert.Equal(0.02 + margins * 0.01, Pooled(Form(past, new Injection(InjectionKind.Shift, margins))), 0.001);
    }

    [Fact]
    public void Shift_OfARatioWhoseFallIsWorse_LowersItsShare()
    {
        PastWindows past = new(Pasts.Ratio(0.05, Direction.Decrease), Pasts.Requests(600, 500, 0.9, 9));
        Assert.Equal(0.8, Pooled(Form(past, new Injection(InjectionKind.Shift, 2))), 0.002);
    }

    [Theory]
    [InlineData(-2, 0.8)]
    [InlineData(1, 0.95)]
    public void Shift_OfEitherDirection_GoesTheWayItsSignSays(double margins, double expected)
    {
        PastWindows past = new(Pasts.Ratio(0.05, Direction.Either), Pasts.Requests(600, 500, 0.9, 9));
        Assert.Equal(expected, Pooled(Form(past, new Injection(InjectionKind.Shift, margins))), 0.002);
    }

    [Fact]
    public void Injections_OfEitherDirection_GoBothWaysAndAreNamedByTheirSign()
    {
        Assert.Equal(["+1 margin", "+2 margins", "-1 margin", "-2 margins"], Injection.Of(Pasts.Ratio(0.05, Direction.Either)).Select(injection => injection.Name));
        Assert.Equal(["+1 margin", "+2 margins"], Injection.Of(Pasts.Ratio(0.05, Direction.Decrease)).Select(injection => injection.Name));
    }

    [Fact]
    public void Shift_OfARate_AddsEventsToTheCanarysExposure()
    {
        CountWindows past = new([.. Enumerable.Range(0, 400).Select(k => k % 10 == 0 ? 1.0 : 0)], [.. Enumerable.Repeat(3000.0, 400)]);
        CountWindows[] canaries = [.. Form(new PastWindows(Pasts.Count(0.001), past), new Injection(InjectionKind.Shift, 2)).Select(m => (CountWindows)m.Canary)];
        Assert.Equal(0.1 / 3000 + 0.002, canaries.Sum(c => c.Events.Sum()) / canaries.Sum(c => c.Exposure.Sum()), 0.00015);
    }

    [Theory]
    [InlineData(0.1, 1)]
    [InlineData(0.1, 2)]
    [InlineData(0.5, 2)]
    public void Shift_OfAHistogram_MovesItsSharesAsScaledObservationsWould(double margin, double margins)
    {
        HistogramWindows past = Pasts.Latencies(300, 2000, 0.05, 10);
        MetricWindows[] formed = Form(new PastWindows(Pasts.Histogram(Margin.Relative(margin)), past), new Injection(InjectionKind.Shift, margins));
        double[] found = Shares([.. formed.Select(m => (HistogramWindows)m.Canary)]);
        // The truth: the same observations times the factor, counted anew. Inside a bucket the injection interpolates, which is worth a point or so.
        double[] truth = Shares([Pasts.Latencies(300, 2000, 0.05 * (1 + margin * margins), 11)]);
        for (int b = 0; b < found.Length; b++) Assert.True(Math.Abs(found[b] - truth[b]) < 0.03, $"bucket {b}: {found[b]:0.0000} for {truth[b]:0.0000}");
        double healthy = Shares([past])[..5].Sum();
        Assert.True(found[..5].Sum() < healthy - 0.005);
    }

    [Fact]
    public void Tail_OfAHistogram_DoublesWhatLiesBeyondTheHighestQuantile()
    {
        HistogramWindows past = Pasts.Latencies(300, 5000, 0.05, 12);
        MetricWindows[] formed = Form(new PastWindows(Pasts.Histogram(Margin.Relative(0.1)), past), new Injection(InjectionKind.Tail, 0));
        double[] found = Shares([.. formed.Select(m => (HistogramWindows)m.Canary)]), healthy = Shares([past]);
        // The 0.99 quantile is about 0.25, so the lump lies near 1: in the bucket up to 1 or the one above.
        Assert.Equal(healthy[7..].Sum() + 0.01, found[7..].Sum(), 0.001);
        Assert.Equal(1, found.Sum(), 1e-9);
    }

    [Fact]
    public void Leak_OfAResource_IsAtTwiceTheMarginAtTheHorizon()
    {
        PastWindows past = new(Pasts.Series(Margin.Relative(0.1), resource: true), new SeriesWindows([.. Enumerable.Repeat(100.0, 300)]));
        double[] canary = ((SeriesWindows)Form(past, new Injection(InjectionKind.Leak, 2))[0].Canary).Values;
        Assert.Equal(100 * (1 + 0.2 / 60), canary[0], 1e-9);
        Assert.Equal(120, canary[^1], 1e-9);
    }

    [Fact]
    public void Form_InAnyOrder_GivesTheSameNumbers()
    {
        Past past = Pasts.Of(60, new PastWindows(Pasts.Ratio(0.005), Pasts.Requests(400, 100, 0.05, 13)), new PastWindows(Pasts.Series(Margin.Relative(0.1)), Pasts.Level(400, 10, 0.05, 0.5, 14)));
        Stage stage = new(past, Settings);
        Injection harm = new(InjectionKind.Shift, 1);
        string[] Numbers(IEnumerable<int> order) => [.. order.Select(i => (i, string.Join(' ', ((RatioWindows)stage.Form(0, i, past.Policy, harm).Canary).Bad) + string.Join(' ', ((SeriesWindows)stage.Form(1, i, past.Policy, null).Canary).Values))).OrderBy(x => x.i).Select(x => x.Item2)];
        Assert.Equal(Numbers(Enumerable.Range(0, 50)), Numbers(Enumerable.Range(0, 50).Reverse()));
    }

    private static MetricWindows[] Form(PastWindows past, Injection? injection = null)
    {
        Past whole = Pasts.Of(60, past);
        Stage stage = new(whole, Settings);
        return [.. Enumerable.Range(0, stage.Rollouts).Select(i => stage.Form(0, i, whole.Policy, injection))];
    }

    private static double Pooled(MetricWindows[] formed) => formed.Sum(m => ((RatioWindows)m.Canary).Bad.Sum()) / formed.Sum(m => ((RatioWindows)m.Canary).Total.Sum());

    private static double[] Shares(HistogramWindows[] all)
    {
        double[] sums = [.. Enumerable.Range(0, Pasts.Bounds.Length + 1).Select(b => all.Sum(h => h.ToRows().Sum(row => row![b])))];
        return [.. sums.Select(s => s / sums.Sum())];
    }
}
