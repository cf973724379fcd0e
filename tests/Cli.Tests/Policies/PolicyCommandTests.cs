using System.Text.Json;
using CanaryJudge.Cli.Tests.Fixtures;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Cli.Tests.Policies;

public sealed class PolicyCommandTests
{
    [Fact]
    public async Task Check_OfAGoodPolicy_IsExit0()
    {
        using var file = new TemporaryFile(Documents.Policy);
        InProcess.Result result = await InProcess.RunAsync("policy", "check", file.Path);
        Assert.Equal((0, $"{file.Path}: ok\n", ""), (result.Code, result.Out, result.Error));
    }

    [Fact]
    public async Task Check_OfSeveralFiles_ListsEveryProblemWithItsPlaceAndGoesOnPastAMissingFile()
    {
        using var wrong = new TemporaryFile(Documents.Wrong);
        using var good = new TemporaryFile(Documents.Policy);
        string missing = good.Beside("missing.yaml");
        InProcess.Result result = await InProcess.RunAsync("policy", "check", wrong.Path, missing, good.Path);
        Assert.Equal(1, result.Code);
        string[] lines = result.Out.TrimEnd().Split('\n');
        Assert.Equal(5, lines.Length);
        Assert.StartsWith($"{wrong.Path}:5:3: ", lines[0], StringComparison.Ordinal);
        Assert.Contains("interval", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"{wrong.Path}:11:15: ", lines[1], StringComparison.Ordinal);
        Assert.StartsWith($"{wrong.Path}:12:17: ", lines[2], StringComparison.Ordinal);
        Assert.StartsWith($"{missing}: it cannot be read: ", lines[3], StringComparison.Ordinal);
        Assert.Equal($"{good.Path}: ok", lines[4]);
    }

    [Fact]
    public async Task Check_AsJson_HoldsTheSameProblems()
    {
        InProcess.Result result = await InProcess.RunWithAsync(new() { Input = Documents.Wrong }, "policy", "check", "-", "--output", "json");
        Assert.Equal(1, result.Code);
        using JsonDocument json = JsonDocument.Parse(result.Out);
        Assert.False(json.RootElement.GetProperty("ok").GetBoolean());
        JsonElement file = Assert.Single(json.RootElement.GetProperty("files").EnumerateArray());
        Assert.Equal("stdin", file.GetProperty("file").GetString());
        Assert.Equal([5, 11, 12], file.GetProperty("violations").EnumerateArray().Select(v => v.GetProperty("line").GetInt32()));
    }

    [Fact]
    public async Task Check_OfBytesThatAreNotUtf8_SaysSo()
    {
        using var file = new TemporaryFile("");
        await File.WriteAllBytesAsync(file.Path, [0x61, 0xFF, 0xFE], TestContext.Current.CancellationToken);
        InProcess.Result result = await InProcess.RunAsync("policy", "check", file.Path);
        Assert.Equal((1, $"{file.Path}: it is not UTF-8. Save the policy as UTF-8.\n"), (result.Code, result.Out));
    }

    [Fact]
    public async Task Check_OfAFileAboveTheBound_SaysThatItIsTooLarge()
    {
        using var file = new TemporaryFile("# " + new string('é', PolicyLimits.DocumentBytes));
        InProcess.Result result = await InProcess.RunAsync("policy", "check", file.Path);
        Assert.Equal(1, result.Code);
        Assert.DoesNotContain("UTF-8. Save", result.Out, StringComparison.Ordinal);
        Assert.Single(result.Out.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Show_OfAPolicy_IsAPolicyWithItsDefaultsAndTheQueriesAsComments()
    {
        InProcess.Result result = await InProcess.RunWithAsync(new() { Input = Documents.Policy }, "policy", "show", "-", "--canary", "version=v2,pod=~\"a.*\"");
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Contains("  warmup: 3\n", result.Out, StringComparison.Ordinal);
        Assert.Contains("# What it asks for --baseline version=v1 --canary version=v2,pod=~\"a.*\":\n", result.Out, StringComparison.Ordinal);
        Assert.Contains("#     http_requests_total{code=~\"5..\",version=\"v1\"}\n", result.Out, StringComparison.Ordinal);
        Assert.Contains("#     http_requests_total{code=~\"5..\",version=\"v2\",pod=~\"a.*\"}\n", result.Out, StringComparison.Ordinal);
        Assert.Equal(PolicyWriter.Write(PolicyParser.Parse(Documents.Policy).Policy!), PolicyWriter.Write(PolicyParser.Parse(result.Out).Policy!));
    }

    [Fact]
    public async Task Show_AsJson_HoldsAPolicyThatReadsBackTheSame()
    {
        InProcess.Result result = await InProcess.RunWithAsync(new() { Input = Documents.Policy }, "policy", "show", "-", "-o", "json");
        Assert.Equal(0, result.Code);
        using JsonDocument json = JsonDocument.Parse(result.Out);
        PolicyResult read = PolicyParser.Parse(json.RootElement.GetProperty("policy").GetRawText());
        Assert.Empty(read.Violations);
        Assert.Equal(PolicyWriter.Write(PolicyParser.Parse(Documents.Policy).Policy!), PolicyWriter.Write(read.Policy!));
        Assert.Equal(4, json.RootElement.GetProperty("queries").GetArrayLength());
    }

    [Fact]
    public async Task Show_OfAWrongPolicy_IsExit1WithTheProblemsOnStandardError()
    {
        InProcess.Result result = await InProcess.RunWithAsync(new() { Input = Documents.Wrong }, "policy", "show", "-");
        Assert.Equal((1, ""), (result.Code, result.Out));
        Assert.Equal(3, result.Error.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public async Task Reference_IsTheParsersOwn()
    {
        InProcess.Result result = await InProcess.RunAsync("policy", "reference");
        Assert.Equal((0, PolicyReference.Markdown.TrimEnd() + "\n"), (result.Code, result.Out));
    }

    [Fact]
    public async Task Schema_IsTheParsersOwn()
    {
        InProcess.Result result = await InProcess.RunAsync("policy", "schema");
        Assert.Equal((0, PolicySchema.Json.TrimEnd() + "\n"), (result.Code, result.Out));
        using JsonDocument json = JsonDocument.Parse(result.Out);
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", json.RootElement.GetProperty("$schema").GetString());
    }
}
