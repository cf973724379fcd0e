using System.Net;
using System.Text;
using System.Text.Json;
using CanaryJudge.Analyzer.Tests.Hosting;
using CanaryJudge.Contracts.V1;

namespace CanaryJudge.Analyzer.Tests.Grpc;

/// <summary>Numbers as plain lists are judged as the same numbers in windows are, and what is wrong in them is named.</summary>
public sealed class MeasurementListTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(JudgeRule.Fixed)]
    [InlineData(JudgeRule.Sequential)]
    public async Task Lists_AreJudgedAsTheSameWindows(JudgeRule judge)
    {
        JudgeMeasurementsRequest windows = InWindows();
        windows.Policy.Inline.Judge = judge;

        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();
        JudgeMeasurementsResponse expected = await analyzer.Client.JudgeMeasurementsAsync(windows, cancellationToken: Token);
        JudgeMeasurementsResponse listed = await analyzer.Client.JudgeMeasurementsAsync(Listed(windows, _ => true), cancellationToken: Token);
        JudgeMeasurementsResponse mixed = await analyzer.Client.JudgeMeasurementsAsync(Listed(windows, side => side == "canary"), cancellationToken: Token);

        Assert.Equal(["ratio", "series", "count"], expected.Verdict.Judgements.Select(j => j.Metric));
        Assert.All(expected.Verdict.Judgements, j => Assert.Equal(JudgementOutcome.Pass, j.Outcome));
        Assert.Equal(expected, listed);
        Assert.Equal(expected, mixed);
    }

    [Fact]
    public async Task ListsOfHistory_AreJudgedWith()
    {
        JudgeMeasurementsRequest lists = Listed(InWindows(), _ => true);
        lists.Policy.Inline.Judge = JudgeRule.Sequential;

        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();
        JudgeMeasurementsResponse with = await analyzer.Client.JudgeMeasurementsAsync(lists, cancellationToken: Token);
        for (int m = 0; m < 3; m++)
        {
            JudgeMeasurementsRequest without = lists.Clone();
            MetricMeasurement metric = without.Measurements[m];
            metric.Ratio?.HistoryBad.Clear();
            metric.Ratio?.HistoryTotal.Clear();
            metric.Series?.HistoryValues.Clear();
            metric.Count?.HistoryEvents.Clear();
            metric.Count?.HistoryExposure.Clear();

            JudgeMeasurementsResponse answer = await analyzer.Client.JudgeMeasurementsAsync(without, cancellationToken: Token);
            Assert.NotEqual(with.Verdict.Judgements[m], answer.Verdict.Judgements[m]);
        }
    }

    [Fact]
    public async Task Lists_InJson_KeepTheirMissingWindows()
    {
        const string Policy = """{"inline": {"name": "p", "warmUp": 0, "metrics": [{"name": "m", "margin": {"relative": 0.1}, "series": {}}]}}""";
        string windows = $$$"""{"policy": {{{Policy}}}, "measurements": [{"metric": "m", "series": {"baseline": [{"value": 1}, {}, {"value": 0}], "canary": [{"value": 1}, {"value": 2}, {}]}}]}""";
        string lists = $$$"""{"policy": {{{Policy}}}, "measurements": [{"metric": "m", "series": {"baselineValues": [1, "NaN", 0], "canaryValues": [1, 2, "NaN"]}}]}""";

        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();
        string expected = await PostedAsync(analyzer, windows);
        string listed = await PostedAsync(analyzer, lists);

        Assert.Equal(3, JsonSerializer.Deserialize<JsonElement>(expected).GetProperty("verdict").GetProperty("windowsElapsed").GetInt32());
        Assert.Equal(expected, listed);
    }

    [Fact]
    public async Task MissingNumber_WhereNoneMayBeMissing_IsRefused()
    {
        const string Json = """
            {"policy": {"inline": {"name": "p", "warmUp": 0, "metrics": [{"name": "m", "margin": {"relative": 0.1}, "histogram": {"quantiles": [0.5, "NaN"]}}]}},
             "measurements": [{"metric": "m", "histogram": {"bounds": [1, 2], "baseline": [{"counts": [1, "NaN", 1]}], "canary": [{"counts": [1, 1, 1]}]}}]}
            """;

        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();
        string refusedQuantile = await PostedAsync(analyzer, Json, HttpStatusCode.BadRequest);
        string refusedCount = await PostedAsync(analyzer, Json.Replace("[0.5, \"NaN\"]", "[0.5]", StringComparison.Ordinal), HttpStatusCode.BadRequest);
        string refusedBound = await PostedAsync(analyzer, Json.Replace("[0.5, \"NaN\"]", "[0.5]", StringComparison.Ordinal).Replace("[1, 2]", "[1, \"NaN\"]", StringComparison.Ordinal), HttpStatusCode.BadRequest);

        Assert.Contains("\"policy.inline.metrics[0].histogram.quantiles[1]\"", refusedQuantile, StringComparison.Ordinal);
        Assert.Contains("\"measurements[0].histogram.baseline[0].counts[1]\"", refusedCount, StringComparison.Ordinal);
        Assert.Contains("\"measurements[0].histogram.bounds[1]\"", refusedBound, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongNumbersInLists_AreAllNamedAtOnce()
    {
        JudgeMeasurementsRequest request = Listed(InWindows(), _ => true);
        RatioMeasurement ratio = request.Measurements[0].Ratio;
        ratio.BaselineBad[0] = double.NegativeInfinity;
        ratio.BaselineTotal[1] = -1;
        ratio.CanaryBad[3] = ratio.CanaryTotal[3] + 1;
        ratio.CanaryBad[4] = double.NaN;
        ratio.HistoryTotal[5] = double.NaN;
        request.Measurements[1].Series.CanaryValues[6] = double.PositiveInfinity;
        request.Measurements[2].Count.BaselineEvents[7] = -2;
        request.Measurements[2].Count.HistoryExposure[8] = double.PositiveInfinity;

        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();
        IEnumerable<string> fields = await Failures.FieldsOfAsync(analyzer.Client.JudgeMeasurementsAsync(request, cancellationToken: Token));

        Assert.Equal(
            [
                "measurements[0].ratio.baseline_bad[0]", "measurements[0].ratio.baseline_total[1]", "measurements[0].ratio.canary_bad[3]",
                "measurements[0].ratio.canary_bad[4]", "measurements[0].ratio.history_total[5]", "measurements[1].series.canary_values[6]", "measurements[2].count.baseline_events[7]",
                "measurements[2].count.history_exposure[8]",
            ],
            fields.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task WrongShapesOfLists_AreNamed()
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync("--Limits:Windows=52");
        JudgeMeasurementsRequest both = Listed(InWindows(), _ => true);
        both.Measurements[1].Series.Canary.Add(new SeriesWindow { Value = 1 });
        JudgeMeasurementsRequest uneven = Listed(InWindows(), _ => true);
        uneven.Measurements[0].Ratio.CanaryTotal.RemoveAt(0);
        uneven.Measurements[2].Count.HistoryExposure.Add(1);
        uneven.Measurements[2].Count.History.Add(new CountWindow());
        JudgeMeasurementsRequest shorter = Listed(InWindows(), _ => true);
        shorter.Measurements[1].Series.CanaryValues.RemoveAt(0);
        JudgeMeasurementsRequest many = Listed(InWindows(), _ => true);
        for (int k = 0; k < 6; k++) many.Measurements[1].Series.HistoryValues.Add(1);

        Assert.Equal(["measurements[1].series.canary"], await FieldsAsync(both));
        Assert.Equal(["measurements[0].ratio.canary_total", "measurements[2].count.history_exposure", "measurements[2].count.history"], await FieldsAsync(uneven));
        Assert.Equal(["measurements[1].series"], await FieldsAsync(shorter));
        Assert.Equal(["measurements[1].series"], await FieldsAsync(many));

        Task<IEnumerable<string>> FieldsAsync(JudgeMeasurementsRequest request) => Failures.FieldsOfAsync(analyzer.Client.JudgeMeasurementsAsync(request, cancellationToken: Token));
    }

    private static async Task<string> PostedAsync(RunningAnalyzer analyzer, string json, HttpStatusCode status = HttpStatusCode.OK)
    {
        using StringContent content = new(json, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await analyzer.Rest.PostAsync("/v1/judge-measurements", content, Token);
        Assert.Equal(status, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Token);
    }

    // Thirty windows of each kind that can be listed, and twenty of history; the seventh of each side is missing.
    private static JudgeMeasurementsRequest InWindows()
    {
        CanaryPolicy policy = new() { Name = "kinds", WarmUp = 0, Judge = JudgeRule.Fixed };
        policy.Metrics.Add(new MetricPolicy { Name = "ratio", Margin = new Margin { Absolute = 0.01 }, Ratio = new RatioMetric() });
        policy.Metrics.Add(new MetricPolicy { Name = "series", Margin = new Margin { Relative = 0.2 }, Series = new SeriesMetric() });
        policy.Metrics.Add(new MetricPolicy { Name = "count", Margin = new Margin { Absolute = 0.01 }, Count = new CountMetric() });
        return new JudgeMeasurementsRequest
        {
            Policy = new PolicyChoice { Inline = policy },
            Measurements =
            {
                new MetricMeasurement { Metric = "ratio", Ratio = new RatioMeasurement { Baseline = { Rows(30, 0, Ratio) }, Canary = { Rows(30, 3, Ratio) }, History = { Rows(20, 1, Ratio) } } },
                new MetricMeasurement { Metric = "series", Series = new SeriesMeasurement { Baseline = { Rows(30, 0, Series) }, Canary = { Rows(30, 3, Series) }, History = { Rows(20, 1, Series) } } },
                new MetricMeasurement { Metric = "count", Count = new CountMeasurement { Baseline = { Rows(30, 0, Count) }, Canary = { Rows(30, 3, Count) }, History = { Rows(20, 1, Count) } } },
            },
        };

        static IEnumerable<T> Rows<T>(int windows, int shift, Func<int, T> row)
            where T : new() => Enumerable.Range(0, windows).Select(k => k == 6 ? new T() : row((k + shift) % 7));

        static RatioWindow Ratio(int step) => new() { Bad = 1000 + step, Total = 100_000 + 10 * step };

        static SeriesWindow Series(int step) => new() { Value = step - 100 };

        static CountWindow Count(int step) => new() { Events = 100 + step, Exposure = 60_000 + step };
    }

    // The same numbers, those of some sides as lists.
    private static JudgeMeasurementsRequest Listed(JudgeMeasurementsRequest windows, Func<string, bool> isListed)
    {
        JudgeMeasurementsRequest lists = windows.Clone();
        (RatioMeasurement ratio, SeriesMeasurement series, CountMeasurement count) = (lists.Measurements[0].Ratio, lists.Measurements[1].Series, lists.Measurements[2].Count);
        Side("baseline", ratio.Baseline, ratio.BaselineBad, ratio.BaselineTotal, series.Baseline, series.BaselineValues, count.Baseline, count.BaselineEvents, count.BaselineExposure);
        Side("canary", ratio.Canary, ratio.CanaryBad, ratio.CanaryTotal, series.Canary, series.CanaryValues, count.Canary, count.CanaryEvents, count.CanaryExposure);
        Side("history", ratio.History, ratio.HistoryBad, ratio.HistoryTotal, series.History, series.HistoryValues, count.History, count.HistoryEvents, count.HistoryExposure);
        return lists;

        void Side(
            string side, ICollection<RatioWindow> ratios, ICollection<double> bad, ICollection<double> total, ICollection<SeriesWindow> seriesRows, ICollection<double> values,
            ICollection<CountWindow> counts, ICollection<double> events, ICollection<double> exposure)
        {
            if (!isListed(side)) return;
            Move(ratios, (r => r.HasBad ? r.Bad : null, bad), (r => r.HasTotal ? r.Total : null, total));
            Move(seriesRows, (r => r.HasValue ? r.Value : null, values));
            Move(counts, (r => r.HasEvents ? r.Events : null, events), (r => r.HasExposure ? r.Exposure : null, exposure));
        }

        static void Move<T>(ICollection<T> rows, params ReadOnlySpan<(Func<T, double?> Read, ICollection<double> List)> columns)
        {
            foreach ((Func<T, double?> read, ICollection<double> list) in columns)
            {
                foreach (T row in rows) list.Add(read(row) ?? double.NaN);
            }

            rows.Clear();
        }
    }
}
