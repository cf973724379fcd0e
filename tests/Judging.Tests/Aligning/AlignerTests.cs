using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Tests.Aligning;

public sealed class AlignerTests
{
    private const string Pod = "job=app,instance=a";

    [Fact]
    public void Aligner_GivesTheBaselineItsHistoryAndBothSidesTheSameWindows()
    {
        // Counters that grow by their window's number, which differ from window to window: history is -2 and -1.
        FetchedSeries baseline = Fetched.Series(Pod, [.. Enumerable.Range(-9, 18).Select(i => (i * 15.0, i * 15.0 <= -60 ? 0 : (double)(i + 4)))]);
        MetricWindows windows = Aligner.Align(
            new Fetched(Fetched.Metric(MetricKind.Series)) { History = 2 }
                .With(Side.Baseline, TermRole.Values, TermReading.Rate, baseline)
                .With(Side.Canary, TermRole.Values, TermReading.Rate, Fetched.Counter(Pod, -15, 120, 6)).ToMeasurement(),
            Fetched.Minutes(2, history: 2));
        Assert.Equal([0, 4 / 60.0], ((SeriesWindows)windows.History).Values);
        Assert.Equal([4 / 60.0, 4 / 60.0], ((SeriesWindows)windows.Baseline).Values);
        Assert.Equal([24 / 60.0, 24 / 60.0], ((SeriesWindows)windows.Canary).Values);
        Assert.Empty(windows.Faults);
    }

    [Fact]
    public void Aligner_FaultInTheHistory_HasAWindowBelowZero()
    {
        MetricWindows windows = Aligner.Align(
            new Fetched(Fetched.Metric(MetricKind.Series)) { History = 3 }
                .With(Side.Baseline, TermRole.Values, TermReading.Gauge, Fetched.Counter(Pod, -45, 60, 0))
                .With(Side.Canary, TermRole.Values, TermReading.Gauge, Fetched.Counter(Pod, 0, 60, 0)).ToMeasurement(),
            Fetched.Minutes(1, history: 3));
        DataFault fault = Assert.Single(windows.Faults);
        Assert.Equal((FaultKind.Gap, Side.Baseline, -3), (fault.Kind, fault.Side, fault.Window));
        Assert.Contains("windows -3 to -2", fault.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MetricKind.Ratio, TermRole.Bad, TermRole.Total)]
    [InlineData(MetricKind.Count, TermRole.Events, TermRole.Exposure)]
    public void Aligner_ProblemInOneQuestion_LeavesEveryWindowOut(MetricKind kind, TermRole failed, TermRole other)
    {
        // The bad events' question failed: it must not be read as no bad events.
        MetricWindows windows = Aligner.Align(
            new Fetched(Fetched.Metric(kind))
                .With(Side.Baseline, failed, TermReading.Counter, Fetched.Counter(Pod, -15, 120, 1)).WithProblem(Side.Canary, failed, "no answer within 10 s")
                .WithBoth(other, TermReading.Counter, Fetched.Counter(Pod, -15, 120, 10)).ToMeasurement(),
            Fetched.Minutes(2));
        Assert.Equal("no answer within 10 s", Assert.Single(windows.Problems).Message);
        Assert.All([0, 1], k => Assert.False(windows.Canary.IsPresent(k) || windows.Baseline.IsPresent(k)));
    }

    [Fact]
    public void Aligner_HistogramWithAProblem_HasNoWindows()
    {
        MetricWindows windows = Aligner.Align(
            new Fetched(Fetched.Metric(MetricKind.Histogram)).WithProblem(Side.Baseline, TermRole.Buckets, "x").WithProblem(Side.Canary, TermRole.Buckets, "y").ToMeasurement(), Fetched.Minutes(2));
        Assert.Equal(2, windows.Problems.Count);
        Assert.Equal(2, Assert.IsType<HistogramWindows>(windows.Canary).Count);
    }

    [Fact]
    public void Aligner_RoleWithoutAnAnswer_IsRefused()
    {
        Measurement measurement = new Fetched(Fetched.Metric(MetricKind.Ratio, "errors")).WithBoth(TermRole.Bad, TermReading.Counter).ToMeasurement();
        ArgumentException refused = Assert.Throws<ArgumentException>(() => Aligner.Align(measurement, Fetched.Minutes(1)));
        Assert.Contains("errors: 0 answers for Total of the Baseline", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Aligner_RoleOfAnotherKind_IsRefused()
    {
        Measurement measurement = new Fetched(Fetched.Metric(MetricKind.Series)).WithBoth(TermRole.Total, TermReading.Counter).ToMeasurement();
        Assert.Throws<ArgumentException>(() => Aligner.Align(measurement, Fetched.Minutes(1)));
    }

    [Fact]
    public void Aligner_TimesThatDoNotRise_AreRefused()
    {
        Measurement measurement = new Fetched(Fetched.Metric(MetricKind.Series)).WithBoth(TermRole.Values, TermReading.Gauge, Fetched.Series(Pod, (15, 1), (15, 2))).ToMeasurement();
        Assert.Throws<ArgumentException>(() => Aligner.Align(measurement, Fetched.Minutes(1)));
    }

    [Fact]
    public void Aligner_Warnings_TravelOnceEach()
    {
        Measurement measurement = new Fetched(Fetched.Metric(MetricKind.Series)).WithBoth(TermRole.Values, TermReading.Gauge, Fetched.Counter(Pod, 0, 60, 1)).ToMeasurement();
        measurement = measurement with { Answers = [.. measurement.Answers.Select(a => a with { Warnings = ["partial answer"] })] };
        Assert.Equal(["partial answer"], Aligner.Align(measurement, Fetched.Minutes(1)).Warnings);
    }

    [Fact]
    public void Aligner_ManyFaults_AreListedInTimeOrderAndBounded()
    {
        // A restart in every window of both sides: 400 faults.
        FetchedSeries restarts = Fetched.Series(Pod, [.. Enumerable.Range(-1, 802).Select(i => (i * 15.0, i % 4 == 2 ? 0.0 : 10 + i % 4))]);
        MetricWindows windows = Aligner.Align(new Fetched(Fetched.Metric(MetricKind.Series)).WithBoth(TermRole.Values, TermReading.Rate, restarts).ToMeasurement(), Fetched.Minutes(200));
        Assert.Equal(101, windows.Faults.Count);
        Assert.Equal(windows.Faults.Take(100).Select(f => f.Window).Order(), windows.Faults.Take(100).Select(f => f.Window));
        Assert.Equal("300 later faults are not listed: 300 Reset.", windows.Faults[^1].Detail);
    }
}
