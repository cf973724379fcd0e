using System.Numerics;
using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;

namespace CanaryJudge.Judging.Tests.Aligning;

/// <summary>Counters read by what their series share, against the plain walk over every sample, to the bit.</summary>
public sealed class CounterWalkTests
{
    private const long Start = 1_000_000;

    [Theory]
    [InlineData(0)]
    [InlineData(1e-9)]
    public void Counters_WithGapsRestartsAndLateStarts_AreWhatThePlainWalkGives(double roundingShare)
    {
        Random random = new(20261127);
        int marked = 0, began = 0;
        for (int round = 0; round < 3000; round++)
        {
            Timeline timeline = new(Side.Canary, Start, random.Next(2) == 0 ? 60_000 : 20_000, 0, random.Next(1, 12));
            long[] scrapes = Times(random, timeline);
            FetchedSeries[] series = [.. Enumerable.Range(0, random.Next(1, 5)).Select(s => Series(random, $"{s % 2}", scrapes))];
            TargetTimes targets = new(series);
            SharedTimes shared = new(timeline);
            SampleTimes[] times = [.. series.Select(s => shared.Of(s.TimesMillis, s.Values.Length, "s"))];
            SampleSpacing spacing = SampleSpacing.OfTerm(times, timeline.IntervalMillis);
            Coverage plain = new(timeline), coverage = new(timeline);
            FaultLog plainFaults = new(), faults = new();
            CounterWalk walk = new(coverage, targets, faults, "s");
            (double[] expected, double[] sums) = (new double[timeline.Count], new double[timeline.Count]);
            for (int s = 0; s < series.Length; s++)
            {
                (TargetName target, SampleSpacing own) = (TargetName.Of(series[s]), spacing.OfSeries(times[s], timeline.IntervalMillis));
                PlainCounterWalk.Walk(expected, series[s].TimesMillis, series[s].Values, roundingShare, target, own, Start - 100_000, targets, plain, plainFaults);
                int[] falls = CounterValues.Falls(series[s].Values, roundingShare), beginnings = walk.Walk(times[s], falls, target, own, Start - 100_000);
                CounterValues.AddIncreases(sums, series[s].Values, times[s], beginnings);
                began += beginnings.Length - falls.Length;
            }

            PlainCounterWalk.MarkUncovered([.. series.Select(s => s.TimesMillis)], spacing, plain);
            coverage.MarkUncovered(times, spacing);
            plain.Report(plainFaults, "s", spacing, absentIsFault: true);
            coverage.Report(faults, "s", spacing, absentIsFault: true);

            Assert.Equal(expected.Select(BitConverter.DoubleToInt64Bits), sums.Select(BitConverter.DoubleToInt64Bits));
            Assert.Equal(Enumerable.Range(0, timeline.Count).Select(p => (plain.IsPresent(p), plain.IsAbsent(p))), Enumerable.Range(0, timeline.Count).Select(p => (coverage.IsPresent(p), coverage.IsAbsent(p))));
            Assert.Equal(plainFaults.ToList(), faults.ToList());
            marked += faults.ToList().Count;
        }

        Assert.True(marked > 3000 && began > 300, $"{marked} faults and {began} series that began at 0 are too few to say much.");
    }

    [Fact]
    public void Increases_OfFractions_AreRoundedOnceAWindow()
    {
        Random random = new(20261128);
        Timeline timeline = new(Side.Canary, Start, 60_000, 0, 40);
        long[] millis = [.. Enumerable.Range(0, 161).Select(i => Start + (15_000L * i))];
        double now = 1;
        double[] values = [.. millis.Select(_ => now += random.NextDouble())], sums = new double[timeline.Count];

        CounterValues.AddIncreases(sums, values, new SampleTimes(millis, timeline, "s"), []);

        // All are multiples of 2^-52, so that whole numbers hold the differences exactly.
        Assert.Equal(Enumerable.Range(0, timeline.Count).Select(w => (double)(Exact(values[(w + 1) * 4]) - Exact(values[w * 4])) / Math.Pow(2, 52)), sums);

        static BigInteger Exact(double value) => (BigInteger)Math.ScaleB(value, 52);
    }

    [Fact]
    public void Falls_OfAnyValues_AreThoseOfThePlainComparison()
    {
        Random random = new(1);
        for (int round = 0; round < 2000; round++)
        {
            double[] values = [.. Enumerable.Range(0, random.Next(0, 40)).Select(i => round % 2 == 0 && random.Next(9) > 0 ? i : i + (random.NextDouble() * 4))];
            double share = round % 3 == 0 ? 0 : 0.05;
            Assert.Equal(Enumerable.Range(1, Math.Max(values.Length - 1, 0)).Where(i => values.Length > 1 && values[i] < values[i - 1] * (1 - share)), CounterValues.Falls(values, share));
        }
    }

    // Regular or with jitter, with scrapes that are missing alone or in a row, some before and behind the windows.
    private static long[] Times(Random random, Timeline timeline)
    {
        int style = random.Next(4), every = random.Next(3) == 0 ? 30_000 : 10_000;
        List<long> times = [];
        for (long at = Start - 90_000 + random.Next(every); at < timeline.EndOf(timeline.Count - 1) + 30_000; at += every)
        {
            if (style == 1 && random.Next(9) == 0) continue;
            if (style == 2 && random.Next(20) == 0) at += (long)every * random.Next(1, 9);
            times.Add(at + (style == 3 ? random.Next(every / 3) : 0));
        }

        return [.. times];
    }

    private static FetchedSeries Series(Random random, string instance, long[] scrapes)
    {
        long[] times = random.Next(3) switch { 0 => scrapes, 1 => [.. scrapes], _ => scrapes[random.Next(scrapes.Length)..] };
        bool restarts = random.Next(2) == 0, whole = random.Next(2) == 0;
        double now = random.Next(100);
        double[] values = new double[times.Length];
        for (int i = 0; i < times.Length; i++)
        {
            if (restarts && random.Next(15) == 0) now = 0;
            // Fractions that add up exactly, in whatever order: then both walks have the same bits.
            values[i] = now += whole ? random.Next(5) : random.Next(5 * 1024) / 1024.0;
            if (!whole && now > 1 && random.Next(9) == 0) now -= Math.Pow(2, -34);
        }

        return new FetchedSeries { Labels = new Dictionary<string, string> { ["instance"] = instance }, TimesMillis = times, Values = values };
    }
}
