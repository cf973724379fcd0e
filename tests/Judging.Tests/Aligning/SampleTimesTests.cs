using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Planning;

namespace CanaryJudge.Judging.Tests.Aligning;

public sealed class SampleTimesTests
{
    private static readonly Timeline Windows = new(Side.Canary, 1000, 60, 0, 20);

    [Fact]
    public void Times_OfAnySamples_AreInTheWindowsThatHoldThem_AndAsFarApartAsTheyAre()
    {
        Random random = new(3);
        for (int round = 0; round < 3000; round++)
        {
            long[] millis = Rising(random);
            SampleTimes times = new(millis, Windows, "s");

            long[] distances = [.. RisingTimes.Distances(millis).Order()];
            Assert.Equal(distances.Length == 0 ? (long.MaxValue, 0, 0) : (distances[0], distances[^1], distances[(distances.Length - 1) / 2]), (times.Shortest, times.Longest, times.UsualMillis));
            IEnumerable<(long, int, int)> held = Enumerable.Range(0, millis.Length).GroupBy(i => Windows.PositionOf(millis[i])).Where(g => Windows.Holds(g.Key)).Select(g => (g.Key, g.First(), g.Last() + 1));
            WindowRun[] runs = times.Runs.ToArray();
            Assert.Equal(held, runs.SelectMany(run => Enumerable.Range(0, run.Count).Select(w => ((long)run.Position + w, run.From + w * run.Each, run.From + (w + 1) * run.Each))));
            Assert.DoesNotContain(runs.Zip(runs.Skip(1)), pair => pair.First.Each == pair.Second.Each && pair.First.Position + pair.First.Count == pair.Second.Position);
        }
    }

    [Fact]
    public void Spacing_OfATerm_IsTheMedianOverAllDistancesOfItsSeries()
    {
        Random random = new(4);
        for (int round = 0; round < 3000; round++)
        {
            SharedTimes shared = new(Windows);
            long[] first = Rising(random);
            SampleTimes[] series = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(3) > 0 ? first : Rising(random)).Select(times => shared.Of(times, times.Length, "s"))];
            long[] distances = [.. RisingTimes.Distances([.. series.Select(s => s.Millis)]).Order()];

            Assert.Equal(distances.Length == 0 ? 60 : distances[(distances.Length - 1) / 2], SampleSpacing.OfTerm(series, 60).UsualMillis);
        }
    }

    [Fact]
    public void Times_ThatDoNotRise_AreRefusedWhereverTheyStopRising()
    {
        for (int at = 1; at < 19; at++)
        {
            long[] times = [.. Enumerable.Range(0, 19).Select(i => (long)i)];
            times[at] = times[at - 1];
            Assert.Contains($"{at - 1} follows {at - 1}", Assert.Throws<ArgumentException>(() => new SampleTimes(times, Windows, "s")).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Times_OfSeriesOfOneScrape_AreTheSameObject_AndOthersWithTheSameEndsAreNot()
    {
        SharedTimes shared = new(Windows);
        SampleTimes first = shared.Of([1, 2, 4], 3, "s");
        Assert.Same(first, shared.Of([1, 2, 4], 3, "s"));
        Assert.Equal([1, 3, 4], shared.Of([1, 3, 4], 3, "s").Millis);
        Assert.Empty(shared.Of([], 0, "s").Millis);
        Assert.Equal([0], shared.Of([0], 1, "s").Millis);
        Assert.Throws<ArgumentException>(() => shared.Of([1, 2], 3, "s"));
    }

    [Fact]
    public void Values_ThatCanBeUsed_AreFiniteAndNotNegativeWhereTheyCannotBe()
    {
        double[] odd = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -1, -double.Epsilon, -0.0, double.MaxValue, double.MinValue, 1];
        for (int length = 1; length < 20; length++)
        {
            for (int at = 0; at < length; at++)
            {
                foreach (double value in odd)
                {
                    double[] values = new double[length];
                    values[at] = value;
                    Assert.Equal(double.IsFinite(value), UsableValue.AreAll(values, mayBeNegative: true));
                    Assert.Equal(double.IsFinite(value) && value >= 0, UsableValue.AreAll(values, mayBeNegative: false));
                    Assert.Equal(double.IsFinite(value) && value >= 0, UsableValue.Is(value, mayBeNegative: false));
                }
            }
        }
    }

    [Fact]
    public void Labels_OfOneHistogram_AreEqualWhateverTheirOrderAndTheirLe()
    {
        Dictionary<string, string> first = new() { ["a"] = "1", ["le"] = "5", ["b"] = "2" };
        LabelsWithoutLe comparer = LabelsWithoutLe.Comparer;
        Dictionary<string, string> same = new() { ["b"] = "2", ["a"] = "1" };
        Assert.True(comparer.Equals(first, same));
        Assert.Equal(comparer.GetHashCode(first), comparer.GetHashCode(same));
        Assert.False(comparer.Equals(first, new Dictionary<string, string> { ["b"] = "2", ["a"] = "2" }));
        Assert.False(comparer.Equals(first, new Dictionary<string, string> { ["b"] = "2", ["c"] = "1" }));
        Assert.False(comparer.Equals(first, new Dictionary<string, string> { ["b"] = "2", ["le"] = "5" }));
    }

    private static long[] Rising(Random random)
    {
        long at = random.Next(800, 1200);
        int beat = random.Next(3) switch { 0 => 15, 1 => 7, _ => 0 }, longest = random.Next(3) == 0 ? 2 : random.Next(2, 200);
        return [.. Enumerable.Range(0, random.Next(0, beat > 0 ? 120 : 30)).Select(_ => at += beat > 0 ? beat : random.Next(1, longest))];
    }
}
