using System.Text.Json;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;
using CanaryJudge.TestKit;

namespace CanaryJudge.EndToEnd.Tests.Planning;

/// <summary>A selector means the same to the judge and to the servers that are asked, whatever its values.</summary>
public sealed class SelectorMeaningTests
{
    private const long Start = 1_760_000_000_000;

    private static readonly string[] Values =
    [
        "v1", "\"", "\\", "\\\"", "\"} or vector(1) #", "',`", "a\nb", "a\r\tb", "\u0001\u001b\u007f", "\u0085\u2028\ufeff", "{$scope}", "]}[5m]", "😀", "é", "\\u0041", "\\x41", "A", "AB", "aB", "12", "٣", " ", "a b", "5..", "503", "a.b", "x-y_z", "]", "^a$",
    ];

    private static readonly string[] Patterns =
    [
        "", ".*", ".+", ".", "..", "5..", "a|b|A", "(?i)ab", "(?i:a)B", "\\d+", "\\D+", "\\w+", "\\W", "\\s", "\\S+", "[^a]", "[^a-z]+", "[[:alpha:]]+", "[[:^alnum:]]", "[]]", "[a\\-z]b?", "\\Q5..\\E", "(?P<x>v)\\d",
        "a.b", "a[\\s\\S]b", "\\x41", "\\x{1F600}", "[\\x{1F600}-\\x{1F64F}]", "\\101", "\\^a\\$", "a{1}.{1,2}", "(?:v|x).*", "\\bv1\\b", "\\\\", "\\\\u0041|é", "\\x{85}.+", ".*\".*", "x-y_z{1}", "[--a]", "$", "^", "v1$", "\\Av1\\z", "a?A?B*?",
    ];

    [Fact]
    public async Task Prometheus_AndTheJudge_AgreeOnEverySelector()
    {
        Assert.SkipUnless(PrometheusServer.IsInstalled, PrometheusServer.MissingReason);
        await using PrometheusServer server = await PrometheusServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await server.WriteAsync(Series(), TestContext.Current.CancellationToken);

        await AgreesOnValuesAsync(server.BaseAddress);
        foreach (string pattern in Patterns)
        {
            await AgreesAsync(server.BaseAddress, MatchOperator.Matches, pattern);
            await AgreesAsync(server.BaseAddress, MatchOperator.NotMatches, pattern);
        }
    }

    [Fact]
    public async Task VictoriaMetrics_AndTheJudge_AgreeOnEveryValue()
    {
        Assert.SkipUnless(VictoriaMetricsServer.IsInstalled, VictoriaMetricsServer.MissingReason);
        await using VictoriaMetricsServer server = await VictoriaMetricsServer.StartAsync(TestContext.Current.CancellationToken);
        await server.WriteAsync(Series(), TestContext.Current.CancellationToken);

        await AgreesOnValuesAsync(server.BaseAddress);
    }

    [Fact]
    public async Task Prometheus_AnswersAPlannedExpression_WhateverTheScopesValue()
    {
        Assert.SkipUnless(PrometheusServer.IsInstalled, PrometheusServer.MissingReason);
        await using PrometheusServer server = await PrometheusServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await server.WriteAsync(Series(), TestContext.Current.CancellationToken);
        CanaryPolicy policy = PolicyParser.Parse(
            """
            apiVersion: canaryjudge.io/v1
            kind: CanaryPolicy
            metadata: {name: p}
            spec: {interval: 1m, warmup: 0, metrics: [{name: m, kind: series, margin: 1, query: "count by (id) (last_over_time(hostile{$scope, id!=\"\"}[$interval]) # $scope }\n)"}]}
            """).Policy!;

        foreach ((int id, string value) in Values.Index())
        {
            var scope = new Scope([new("v", MatchOperator.Equal, value)]);
            JudgePlan plan = Planner.Plan(new(policy, scope, new([new("v", MatchOperator.Equal, "other")]), Start - 60_000, Start)).Plan!;

            Assert.Equal([id.ToString()], await AskAsync(server.BaseAddress, plan.Metrics[0].Queries[0].Text));
        }
    }

    private static RemoteWriteSeries[] Series() =>
        [.. Values.Index().Select(entry => new RemoteWriteSeries("hostile", ("id", $"{entry.Index}"), ("v", entry.Item)).Every(Start, 1000, 1, _ => 1)), new RemoteWriteSeries("hostile", ("id", "none")).Every(Start, 1000, 1, _ => 1)];

    private static async Task AgreesOnValuesAsync(Uri server)
    {
        foreach (string value in Values.Append(""))
        {
            await AgreesAsync(server, MatchOperator.Equal, value);
            await AgreesAsync(server, MatchOperator.NotEqual, value);
        }
    }

    private static async Task AgreesAsync(Uri server, MatchOperator matchOperator, string value)
    {
        Selector selector = Selector.Parse("hostile").Selector!.With(new([new("v", matchOperator, value)]));
        // Whether '.' matches a newline depends on the server: from Prometheus 3 on it does. The judge follows 3.
        bool isPattern = matchOperator is MatchOperator.Matches or MatchOperator.NotMatches;
        string[] open = [.. Values.Index().Where(entry => isPattern && entry.Item.Contains('\n')).Select(entry => $"{entry.Index}")];
        IEnumerable<string> expected = Series()
            .Select(series => series.Labels.Append(("__name__", series.Name)).ToDictionary(label => label.Item1, label => label.Item2))
            .Where(selector.Matches)
            .Select(labels => labels["id"])
            .Except(open);

        IEnumerable<string> answered = (await AskAsync(server, selector.ToString())).Except(open);
        Assert.True(expected.Order(StringComparer.Ordinal).SequenceEqual(answered), $"{selector}: the judge finds {string.Join(' ', expected)}, the server {string.Join(' ', answered)}");
    }

    private static async Task<string[]> AskAsync(Uri server, string query)
    {
        using var client = new HttpClient();
        using var form = new FormUrlEncodedContent([new("query", query), new("time", "1760000001")]);
        using HttpResponseMessage response = await client.PostAsync(new Uri(server, "api/v1/query"), form, TestContext.Current.CancellationToken);
        string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, query + ": " + body);
        using JsonDocument answer = JsonDocument.Parse(body);
        return [.. answer.RootElement.GetProperty("data").GetProperty("result").EnumerateArray().Select(series => series.GetProperty("metric").GetProperty("id").GetString()!).Order(StringComparer.Ordinal)];
    }
}
