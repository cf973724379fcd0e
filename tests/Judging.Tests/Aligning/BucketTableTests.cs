using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Measuring;

namespace CanaryJudge.Judging.Tests.Aligning;

/// <summary>The ways to read a classic histogram, against dictionaries of dictionaries.</summary>
public sealed class BucketTableTests
{
    [Fact]
    public void SeriesThatComeAndGo_GiveTheSameRowsAsDictionaries()
    {
        Random random = new(20261127);
        for (int round = 0; round < 2000; round++)
        {
            (double Bound, FetchedSeries Series)[] members = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => Member(random, random.Next(0, 4), Times(random))).OrderBy(m => m.Bound)];

            List<(long Time, double[] Upper, double[] Cumulative)> rows = [];
            ClassicRows walk = new(members);
            while (walk.Next() is { } row) rows.Add((walk.TimeMillis, row.Bounds.Upper, row.Cumulative));

            Assert.Equal(ByDictionaries(members), rows.Select(r => $"{r.Time}: {Text(r.Upper)} {Text(r.Cumulative)}"));
        }
    }

    [Fact]
    public void SeriesOfOneScrape_AreTheColumnsThatMomentsGive_WithoutACopy()
    {
        Random random = new(20261128);
        for (int round = 0; round < 500; round++)
        {
            long[] times = [1, .. Times(random).Select(t => t + 1)];
            (double Bound, FetchedSeries Series)[] members = [.. Enumerable.Range(0, random.Next(0, 5)).Select(b => Member(random, b, times)), Member(random, 9, times)];
            double[] bounds = [.. Enumerable.Range(-1, 6).Where(_ => random.Next(2) == 0).Select(b => (double)b)];
            List<BucketPoint> points = [];
            ClassicRows walk = new(members);
            while (walk.Next() is { } row) points.Add(row);

            ColumnTable? table = ColumnTable.Of(members);

            Assert.NotNull(table);
            Assert.Equal(new PointTable([.. points]).On(bounds), table.On(bounds));
            Assert.Same(members[^1].Series.Values, table.On(bounds)[^1]);
            Assert.Equal(members.Select(m => m.Bound), Assert.Single(table.Bounds).Upper);
        }
    }

    public static TheoryData<string> Unfit => ["no +Inf", "other times", "one bound twice", "NaN", "negative", "infinite", "empty"];

    [Theory]
    [MemberData(nameof(Unfit))]
    public void WhatIsNotOfOneScrape_OrCannotBeUsed_IsGoneThroughMomentByMoment(string why)
    {
        long[] times = why == "empty" ? [] : [1, 2, 3];
        double[] first = [1, 2, 3];
        if (why == "NaN") first[1] = double.NaN;
        if (why == "negative") first[1] = -1;
        if (why == "infinite") first[1] = double.PositiveInfinity;
        (double, FetchedSeries)[] members =
        [
            (1, Series(times, first[..times.Length])),
            (why == "one bound twice" ? 1 : 2, Series(why == "other times" ? [1, 2, 4] : times, first[..times.Length])),
            (why == "no +Inf" ? 3 : double.PositiveInfinity, Series(times, first[..times.Length])),
        ];

        Assert.Null(ColumnTable.Of(members));
    }

    private static long[] Times(Random random) => [.. Enumerable.Range(1, 12).Where(_ => random.Next(3) > 0).Select(t => (long)t)];

    private static (double Bound, FetchedSeries Series) Member(Random random, int bound, long[] times) => (bound == 9 ? double.PositiveInfinity : bound, Series(times, [.. times.Select(_ => (double)random.Next(100))]));

    private static FetchedSeries Series(long[] times, double[] values) => new() { Labels = new Dictionary<string, string>(), TimesMillis = times, Values = values };

    private static IEnumerable<string> ByDictionaries((double Bound, FetchedSeries Series)[] members)
    {
        SortedDictionary<long, SortedDictionary<double, double>> rows = [];
        foreach ((double bound, FetchedSeries series) in members)
        {
            for (int i = 0; i < series.TimesMillis.Length; i++)
            {
                if (!rows.TryGetValue(series.TimesMillis[i], out SortedDictionary<double, double>? row)) rows[series.TimesMillis[i]] = row = [];
                row[bound] = series.Values[i];
            }
        }

        return rows.Select(row => $"{row.Key}: {Text(row.Value.Keys)} {Text(row.Value.Values)}");
    }

    private static string Text(IEnumerable<double> numbers) => string.Join(",", numbers);
}
