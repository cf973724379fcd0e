using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Policies;
using CsCheck;

namespace CanaryJudge.Judging.Tests.Comparing;

public sealed class JudgementLaws
{
    private static readonly Gen<Direction> GenDirection = Gen.Int[0, 2].Select(i => (Direction)i);
    private static readonly Gen<Margin> GenMargin = Gen.Double[0.001, 0.9].Select(Gen.Bool, (value, relative) => relative ? Margin.Relative(value) : Margin.Absolute(value));
    private static readonly Gen<double[]> GenValues = Gen.Double[-100, 100].Array[5, 30];
    private static readonly Gen<double[]> GenRow = Gen.Int[0, 500].Select(i => (double)i).Array[5];

    // Every kind of window from the same random numbers, and their judge.
    private static readonly Gen<MetricWindows> GenSame =
        from direction in GenDirection
        from margin in GenMargin
        from values in GenValues
        from rows in GenRow.Array[values.Length]
        from kind in Gen.Int[0, 3].Select(i => (MetricKind)i)
        let metric = Windows.Metric(kind, margin, direction: direction)
        let bad = values.Select(v => Math.Round(Math.Abs(v))).ToArray()
        select kind switch
        {
            MetricKind.Series => Windows.Series(metric, values, values),
            MetricKind.Ratio => Windows.Ratio(metric, bad, [.. bad.Select(b => b + 50)], bad, [.. bad.Select(b => b + 50)]),
            MetricKind.Count => Windows.Count(metric, bad, Windows.Fill(60, bad.Length), bad, Windows.Fill(60, bad.Length)),
            _ => Windows.Histogram(metric, [1, 2, 4, 8], rows, rows),
        };

    [Fact]
    public void Metric_ThatIsIdenticalOnBothSides_NeverFails() => GenSame.Sample(windows => Judge(windows) != JudgementOutcome.Fail, iter: 1000);

    [Fact]
    public void Metric_WithoutCanaryData_NeverPasses() => GenSame.Sample(windows => Judge(windows with { Canary = Blank(windows.Canary, _ => true) }) != JudgementOutcome.Pass, iter: 500);

    [Fact]
    public void Metric_WithFewerThanFiveWindowsOfOneSide_NeverPasses() => GenSame.Sample(
        windows => Judge(windows with { Baseline = Blank(windows.Baseline, k => k >= 4) }) is JudgementOutcome.NoData or JudgementOutcome.Inconclusive, iter: 500);

    [Fact]
    public void Series_ThatIsWorse_NeverTurnsAFailIntoAPass() =>
        (from b in GenValues from c in Gen.Double[-100, 100].Array[b.Length] from worse in Gen.Double[0, 50] select (b, c, worse)).Sample(x =>
        {
            MetricPolicy metric = Windows.Metric(MetricKind.Series, Margin.Absolute(5));
            JudgementOutcome before = Judge(Windows.Series(metric, x.b, x.c)), after = Judge(Windows.Series(metric, x.b, [.. x.c.Select(v => v + x.worse)]));
            Assert.False(before == JudgementOutcome.Fail && after != JudgementOutcome.Fail);
            Assert.False(after == JudgementOutcome.Pass && before != JudgementOutcome.Pass);
        }, iter: 300);

    [Fact]
    public void Ratio_ThatIsWorse_NeverTurnsAFailIntoAPass() =>
        Gen.Select(Gen.Int[0, 100], Gen.Int[0, 100], Gen.Int[0, 50]).Sample((baseline, canary, worse) =>
        {
            MetricPolicy metric = Windows.Metric(MetricKind.Ratio, Margin.Absolute(0.005));
            JudgementOutcome before = Judge(Windows.Ratio(metric, baseline, canary, 1000)), after = Judge(Windows.Ratio(metric, baseline, canary + worse, 1000));
            Assert.False(before == JudgementOutcome.Fail && after != JudgementOutcome.Fail);
            Assert.False(after == JudgementOutcome.Pass && before != JudgementOutcome.Pass);
        }, iter: 300);

    [Fact]
    public void Series_WithSidesSwappedAndDirectionTurned_IsJudgedAlike() =>
        GenValues.SelectMany(b => Gen.Double[-100, 100].Array[b.Length], (b, c) => (b, c)).Sample(x =>
        {
            MetricPolicy up = Windows.Metric(MetricKind.Series, Margin.Absolute(5)), down = up with { Direction = Direction.Decrease };
            Assert.Equal(Judge(Windows.Series(up, x.b, x.c)), Judge(Windows.Series(down, [.. x.b.Select(v => -v)], [.. x.c.Select(v => -v)])));
        }, iter: 300);

    private static JudgementOutcome Judge(MetricWindows windows) => FixedJudge.Judge(windows, Windows.Policy(windows.Metric)).Outcome;

    private static SideWindows Blank(SideWindows side, Func<int, bool> missing)
    {
        double[] Cut(double[] values) => [.. values.Select((v, k) => missing(k) ? double.NaN : v)];
        return side switch
        {
            SeriesWindows s => new SeriesWindows(Cut(s.Values)),
            RatioWindows r => new RatioWindows(Cut(r.Bad), Cut(r.Total)),
            CountWindows c => new CountWindows(Cut(c.Events), Cut(c.Exposure)),
            HistogramWindows h => new HistogramWindows(h.Bounds, [.. h.ToRows().Select((row, k) => missing(k) ? null : row)]),
            _ => throw new ArgumentException("unknown windows", nameof(side)),
        };
    }
}
