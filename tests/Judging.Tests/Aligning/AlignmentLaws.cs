using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Policies;
using CsCheck;

namespace CanaryJudge.Judging.Tests.Aligning;

public sealed class AlignmentLaws
{
    private const int Minutes = 6;

    private static readonly double[] Odd = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -1, double.MaxValue];

    private static readonly TermReading[] Readings = [TermReading.Counter, TermReading.Gauge, TermReading.Rate, TermReading.Integral, TermReading.Expression];

    // Increases at scrapes every 15 s with jitter, and restarts now and then: the counter's values follow from them.
    private static readonly Gen<(double[] Times, int[] Increases, bool[] Restarts)> GenCounter =
        from count in Gen.Const(1 + (60 * Minutes + 30) / 15)
        from jitter in Gen.Double[-2, 2].Array[count]
        from increases in Gen.Int[0, 50].Array[count]
        from restarts in Gen.Int[0, 9].Select(r => r == 0).Array[count]
        select (jitter.Select((j, i) => Math.Round(-30 + 15 * i + (i == count - 1 ? 0 : j), 3)).ToArray(), increases, restarts);

    [Fact]
    public void Windows_OfACounterWithoutGaps_SumToItsTotalIncrease() => GenCounter.Sample(c =>
    {
        double[] events = Events([Series("job=app,instance=a", c.Times, c.Increases, c.Restarts)]);
        double expected = Enumerable.Range(1, c.Times.Length - 1).Where(i => c.Times[i] > 0 && c.Times[i] <= 60 * Minutes).Sum(i => c.Increases[i]);
        Assert.Equal(expected, events.Sum());
    });

    [Fact]
    public void Windows_OfACounterSplitOverPods_AreTheSame() => GenCounter.SelectMany(_ => Gen.Int[2, 5], (c, pods) => (c, pods)).Sample(x =>
    {
        ((double[] times, int[] increases, bool[] restarts), int pods) = x;
        FetchedSeries[] split = [.. Enumerable.Range(0, pods).Select(p => Series($"job=app,instance={p}", times, [.. increases.Select((v, i) => Part(v, p, pods, i))], restarts))];
        Assert.Equal(Events([Series("job=app,instance=a", times, increases, restarts)]), Events(split));
    });

    [Fact]
    public void Windows_DoNotDependOnTheOrderOfSeries() => GenCounter.Array[1, 5].SelectMany(a => Gen.Shuffle(Enumerable.Range(0, a.Length).ToArray()), (a, order) => (a, order)).Sample(x =>
    {
        FetchedSeries[] series = [.. x.a.Select((c, p) => Series($"job=app,instance={p}", c.Times, c.Increases, c.Restarts))];
        Assert.Equal(Events(series), Events([.. x.order.Select(i => series[i])]));
    });

    [Fact]
    public void Windows_WithSamplesRemoved_AreMissingOrHoldTheirShareOfTheTotal() => GenCounter.SelectMany(c => Gen.Bool.Array[c.Times.Length], (c, keep) => (c, keep)).Sample(x =>
    {
        // A missed scrape may move counts to a neighbour within the allowance, or cost windows, but never invent any.
        ((double[] times, int[] increases, _), bool[] keep) = x;
        FetchedSeries whole = Series("job=app,instance=a", times, increases, new bool[times.Length]);
        int[] kept = [.. Enumerable.Range(0, times.Length).Where(i => keep[i])];
        FetchedSeries thinned = whole with { TimesMillis = [.. kept.Select(i => whole.TimesMillis[i])], Values = [.. kept.Select(i => whole.Values[i])] };
        double[] events = Events([thinned]);
        Assert.True(events.Where(v => !double.IsNaN(v)).Sum() <= whole.Values[^1] - whole.Values[0]);
        Assert.All(events, v => Assert.False(v < 0));
    });

    [Fact]
    public void Aligner_AnyValues_GivesFiniteWindowsOrMissingOnes() =>
        Gen.OneOf(Gen.Double, Gen.Int[0, Odd.Length - 1].Select(i => Odd[i])).Array[20].SelectMany(v => Gen.Int[0, Readings.Length - 1], (v, r) => (v, r: Readings[r])).Sample(x =>
        {
            FetchedSeries series = Fetched.Series("instance=a", [.. x.v.Select((v, i) => (15.0 * i, v))]);
            MetricWindows windows = Aligner.Align(new Fetched(Fetched.Metric(MetricKind.Series)).WithBoth(TermRole.Values, x.r, series).ToMeasurement(), Fetched.Minutes(4));
            Assert.All(((SeriesWindows)windows.Canary).Values, v => Assert.False(double.IsInfinity(v)));
        });

    // Integers that sum to the value over the pods.
    private static int Part(int value, int pod, int pods, int salt) => value / pods + ((pod + salt) % pods < value % pods ? 1 : 0);

    private static FetchedSeries Series(string labels, double[] times, int[] increases, bool[] restarts)
    {
        double value = 1000;
        double[] values = new double[times.Length];
        for (int i = 0; i < times.Length; i++)
        {
            // After a restart the counter begins at 0; without a fall nobody can see it.
            bool falls = restarts[i] && value > increases[i];
            values[i] = value = falls ? increases[i] : value + increases[i];
        }

        return Fetched.Series(labels, [.. times.Zip(values)]);
    }

    private static double[] Events(FetchedSeries[] series) => ((CountWindows)Aligner.Align(
        new Fetched(Fetched.Metric(MetricKind.Count)).WithBoth(TermRole.Events, TermReading.Counter, series)
            .WithBoth(TermRole.Exposure, TermReading.Integral, Fetched.Counter("job=kube,instance=k", -15, 60 * Minutes, 0, first: 1)).ToMeasurement(),
        Fetched.Minutes(Minutes)).Canary).Events;
}
