using CanaryJudge.Analyzer.Tests.Hosting;
using CanaryJudge.Contracts.V1;
using Grpc.Core;

namespace CanaryJudge.Analyzer.Tests.Grpc;

/// <summary>JudgeMeasurements: numbers in, verdict out, the same every time.</summary>
public sealed class MeasurementTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0.01, VerdictOutcome.Promote, JudgementOutcome.Pass)]
    [InlineData(0.10, VerdictOutcome.Rollback, JudgementOutcome.Fail)]
    public async Task JudgeMeasurements_ClearNumbers_GiveTheirVerdict(double canaryShare, VerdictOutcome outcome, JudgementOutcome judged)
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();

        JudgeMeasurementsResponse answer = await analyzer.Client.JudgeMeasurementsAsync(Requests.Measurements(canaryShare), cancellationToken: Token);

        Assert.Equal(outcome, answer.Verdict.Outcome);
        Assert.False(answer.Verdict.CouldNotJudge);
        Assert.Equal(30, answer.Verdict.WindowsElapsed);
        Judgement judgement = Assert.Single(answer.Verdict.Judgements);
        Assert.Equal(judged, judgement.Outcome);
        Assert.Contains("error_rate", answer.Verdict.Reason, StringComparison.Ordinal);
        Comparison comparison = Assert.Single(judgement.Comparisons);
        Assert.Equal(canaryShare - 0.01, comparison.Difference, 3);
        Assert.InRange(comparison.Difference, comparison.Low, comparison.High);
        Assert.Equal(0.005, comparison.Margin, 12);
        Assert.Empty(judgement.Queries);
    }

    [Theory]
    [InlineData(0.01, VerdictOutcome.Promote)]
    [InlineData(0.10, VerdictOutcome.Rollback)]
    public async Task JudgeMeasurements_JudgedSequentially_ShowTheEvidence(double canaryShare, VerdictOutcome outcome)
    {
        JudgeMeasurementsRequest request = Requests.Measurements(canaryShare);
        request.Policy.Text = Requests.PolicyText.Replace("judge: fixed", "judge: sequential", StringComparison.Ordinal);

        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();
        JudgeMeasurementsResponse answer = await analyzer.Client.JudgeMeasurementsAsync(request, cancellationToken: Token);

        Assert.Equal(outcome, answer.Verdict.Outcome);
        Evidence evidence = answer.Verdict.Judgements.Single().Comparisons[0].Evidence;
        Assert.Equal(1, outcome == VerdictOutcome.Promote ? evidence.SafeShare : evidence.HarmShare);
        Assert.True(evidence.HarmThreshold > 0 && evidence.SafeThreshold > 0);
    }

    [Fact]
    public async Task JudgeMeasurements_AskedTwice_GivesTheSameBytes()
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();

        JudgeMeasurementsResponse first = await analyzer.Client.JudgeMeasurementsAsync(Requests.Measurements(0.02), cancellationToken: Token);
        JudgeMeasurementsResponse second = await analyzer.Client.JudgeMeasurementsAsync(Requests.Measurements(0.02), cancellationToken: Token);

        Assert.Equal(first, second);
    }

    [Fact]
    public async Task JudgeMeasurements_WithoutAnyData_NeverPromotes()
    {
        JudgeMeasurementsRequest request = Requests.Measurements(0.01);
        foreach (RatioWindow window in request.Measurements[0].Ratio.Canary)
        {
            window.ClearBad();
            window.ClearTotal();
        }

        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();
        JudgeMeasurementsResponse answer = await analyzer.Client.JudgeMeasurementsAsync(request, cancellationToken: Token);

        Assert.Equal(VerdictOutcome.Pause, answer.Verdict.Outcome);
        Assert.Equal(JudgementOutcome.NoData, answer.Verdict.Judgements.Single().Outcome);
    }

    [Fact]
    public async Task JudgeMeasurements_EveryKindInline_IsJudgedWithoutQueries()
    {
        CanaryPolicy policy = new() { Name = "kinds", WarmUp = 0, Judge = JudgeRule.Fixed };
        policy.Metrics.Add(new MetricPolicy { Name = "ratio", Margin = new Margin { Absolute = 0.01 }, Ratio = new RatioMetric() });
        policy.Metrics.Add(new MetricPolicy { Name = "series", Margin = new Margin { Relative = 0.2 }, Series = new SeriesMetric() });
        policy.Metrics.Add(new MetricPolicy { Name = "histogram", Margin = new Margin { Relative = 0.2 }, Histogram = new HistogramMetric { Quantiles = { 0.5 } } });
        policy.Metrics.Add(new MetricPolicy { Name = "count", Margin = new Margin { Absolute = 0.01 }, Count = new CountMetric() });
        JudgeMeasurementsRequest request = new() { Policy = new PolicyChoice { Inline = policy } };
        MetricMeasurement ratio = new() { Metric = "ratio", Ratio = new RatioMeasurement() };
        MetricMeasurement series = new() { Metric = "series", Series = new SeriesMeasurement() };
        MetricMeasurement histogram = new() { Metric = "histogram", Histogram = new HistogramMeasurement { Bounds = { 1, 2, 3 } } };
        MetricMeasurement count = new() { Metric = "count", Count = new CountMeasurement() };
        for (int k = 0; k < 30; k++)
        {
            ratio.Ratio.Baseline.Add(new RatioWindow { Bad = 1000 + k % 7, Total = 100_000 });
            ratio.Ratio.Canary.Add(new RatioWindow { Bad = 1000 + (k + 3) % 7, Total = 100_000 });
            series.Series.Baseline.Add(new SeriesWindow { Value = 100 + k % 7 });
            series.Series.Canary.Add(new SeriesWindow { Value = 100 + (k + 3) % 7 });
            histogram.Histogram.Baseline.Add(new HistogramWindow { Counts = { 1000 + k % 7, 5000, 1000, 10 } });
            histogram.Histogram.Canary.Add(new HistogramWindow { Counts = { 1000 + (k + 3) % 7, 5000, 1000, 10 } });
            count.Count.Baseline.Add(new CountWindow { Events = 100 + k % 7, Exposure = 60_000 });
            count.Count.Canary.Add(new CountWindow { Events = 100 + (k + 3) % 7, Exposure = 60_000 });
        }

        request.Measurements.Add([count, histogram, series, ratio]);

        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();
        JudgeMeasurementsResponse answer = await analyzer.Client.JudgeMeasurementsAsync(request, cancellationToken: Token);

        Assert.Equal(["ratio", "series", "histogram", "count"], answer.Verdict.Judgements.Select(j => j.Metric));
        Assert.All(answer.Verdict.Judgements, j => Assert.Equal(JudgementOutcome.Pass, j.Outcome));
        Assert.Equal(VerdictOutcome.Promote, answer.Verdict.Outcome);
    }

    [Fact]
    public async Task JudgeMeasurements_WrongNumbers_AreAllNamedAtOnce()
    {
        JudgeMeasurementsRequest request = Requests.Measurements(0.01);
        RatioMeasurement ratio = request.Measurements[0].Ratio;
        ratio.Baseline[0].Bad = double.NaN;
        ratio.Baseline[1].Total = -1;
        ratio.Baseline[2].ClearBad();
        ratio.Canary[3].Bad = ratio.Canary[3].Total + 1;
        request.Measurements.Add(new MetricMeasurement { Metric = "bogus", Ratio = ratio.Clone() });
        request.Measurements.Add(new MetricMeasurement { Metric = "error_rate", Ratio = ratio.Clone() });

        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();
        IEnumerable<string> fields = await Failures.FieldsOfAsync(analyzer.Client.JudgeMeasurementsAsync(request, cancellationToken: Token));

        Assert.Superset(
            new HashSet<string>
            {
                "measurements[0].ratio.baseline[0].bad", "measurements[0].ratio.baseline[1].total", "measurements[0].ratio.baseline[2].bad",
                "measurements[0].ratio.canary[3].bad", "measurements[1].metric", "measurements[2].metric",
            },
            fields.ToHashSet());
    }

    [Fact]
    public async Task JudgeMeasurements_ThousandsOfWrongNumbers_FitTheMetadataOfACall()
    {
        JudgeMeasurementsRequest request = Requests.Measurements(0.01);
        for (int k = 0; k < 3000; k++) request.Measurements[0].Ratio.History.Add(new RatioWindow { Bad = -1, Total = 1 });

        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();
        RpcException refused = await Assert.ThrowsAsync<RpcException>(async () => await analyzer.Client.JudgeMeasurementsAsync(request, cancellationToken: Token));

        // The default bound of gRPC for Java; what is in the binary trailer travels as base64.
        Assert.True(refused.Status.Detail.Length + refused.Trailers.Sum(t => t.Key.Length + (t.IsBinary ? t.ValueBytes.Length * 4 / 3 : t.Value.Length) + 32) < 8192);
        Google.Rpc.BadRequest details = refused.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!;
        Assert.True(details.FieldViolations.Count > 20);
        Assert.Equal($"{3000 - details.FieldViolations.Count + 1} more problems are not shown. Correct these first.", details.FieldViolations[^1].Description);
    }

    [Fact]
    public async Task JudgeMeasurements_WrongShapes_AreNamed()
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();
        JudgeMeasurementsRequest shorter = Requests.Measurements(0.01);
        shorter.Measurements[0].Ratio.Canary.RemoveAt(0);
        JudgeMeasurementsRequest missing = Requests.Measurements(0.01);
        missing.Measurements.Clear();
        JudgeMeasurementsRequest otherKind = Requests.Measurements(0.01);
        otherKind.Measurements[0].Series = new SeriesMeasurement();

        Assert.Equal(["measurements[0].ratio"], await Failures.FieldsOfAsync(analyzer.Client.JudgeMeasurementsAsync(shorter, cancellationToken: Token)));
        Assert.Equal(["measurements"], await Failures.FieldsOfAsync(analyzer.Client.JudgeMeasurementsAsync(missing, cancellationToken: Token)));
        Assert.Equal(["measurements[0]"], await Failures.FieldsOfAsync(analyzer.Client.JudgeMeasurementsAsync(otherKind, cancellationToken: Token)));
    }
}
