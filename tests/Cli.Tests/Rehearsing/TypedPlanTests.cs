using System.Text.Json;
using CanaryJudge.Cli.Tests.Fixtures;

namespace CanaryJudge.Cli.Tests.Rehearsing;

public sealed class TypedPlanTests
{
    private const string Policy = """
        apiVersion: canaryjudge.io/v1
        kind: CanaryPolicy
        metadata: {name: checkout}
        spec:
          horizon: 30
          history: 20
          metrics:
            - {name: error_rate, kind: ratio, bad: 'http_requests_total{code=~"5.."}', total: http_requests_total, margin: 1pp}
            - {name: memory, kind: series, query: 'avg(process_resident_memory_bytes{$scope})', margin: 10%}
        """;

    [Fact]
    public async Task Plan_OfTypedNumbers_ForecastsWithoutAPast()
    {
        using var file = new TemporaryFile(Policy);
        string[] numbers = ["--requests", "40000", "--level", "error_rate=1%", "--level", "memory=480", "--noise", "memory=2%"];
        InProcess.Result result = await InProcess.RunAsync(["plan", "--policy", file.Path, "--rollouts", "20", "--output", "json", .. numbers]);

        Assert.Equal((0, ""), (result.Code, result.Error));
        using JsonDocument json = JsonDocument.Parse(result.Out);
        Assert.StartsWith("made of the typed numbers", json.RootElement.GetProperty("past").GetProperty("source").GetString(), StringComparison.Ordinal);
        Assert.Equal(20, json.RootElement.GetProperty("rehearsals").GetInt32());
        Assert.Equal(["error_rate", "memory"], json.RootElement.GetProperty("metrics").EnumerateArray().Select(m => m.GetProperty("metric").GetString()));
    }

    [Fact]
    public async Task Plan_OfNumbersThatAreMissingOrWrong_NamesEachAtOnce()
    {
        using var file = new TemporaryFile(Policy);
        InProcess.Result result = await InProcess.RunAsync("plan", "--policy", file.Path, "--level", "error_rate=100%", "--level", "latency=1", "--noise", "memory=2%", "--requests", "error_rate=100");

        Assert.Equal((1, ""), (result.Code, result.Out));
        Assert.Contains("latency: the policy has no such metric; it has error_rate, memory.", result.Error, StringComparison.Ordinal);
        Assert.Contains("error_rate: a level of 1 is no share.", result.Error, StringComparison.Ordinal);
        Assert.Contains("memory: what is its level? Write --level memory=480.", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--level 'error_rate' is not a metric's name and a number", "--level", "error_rate")]
    [InlineData("--level 'error_rate=a' is not", "--level", "error_rate=a")]
    [InlineData("--level error_rate is given twice", "--level", "error_rate=1%", "--level", "error_rate=2%")]
    [InlineData("stand in for a past", "--requests", "5", "past.jsonl")]
    [InlineData("--baseline is for a --prometheus: typed numbers are of one version", "--requests", "5", "--baseline", "a=b")]
    public async Task Plan_OfWordsThatAreNoNumbers_IsWrongUsage(string words, params string[] arguments)
    {
        using var file = new TemporaryFile(Policy);
        InProcess.Result result = await InProcess.RunAsync(["plan", "--policy", file.Path, .. arguments]);

        Assert.Equal(2, result.Code);
        Assert.Contains(words, result.Error.Replace("--level: ", "--level ", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
