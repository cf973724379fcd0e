using System.Text.Json;

namespace CanaryJudge.EndToEnd.Tests.Cli;

/// <summary>The policy commands of the built program, on the policies that are shipped.</summary>
public sealed class PolicyTests
{
    private static readonly string[] Samples = [.. Directory.GetFiles(Path.Combine(TestKit.ServerPrograms.RepositoryRoot()!, "samples", "policies"), "*.yaml").Order(StringComparer.Ordinal)];

    [Fact]
    public async Task Check_OfEveryShippedPolicy_IsExit0()
    {
        Assert.NotEmpty(Samples);
        CliResult result = await CliProcess.RunAsync(["policy", "check", .. Samples]);
        Assert.Equal((0, string.Concat(Samples.Select(file => $"{file}: ok\n")), ""), (result.Code, result.Out, result.Error));
    }

    [Fact]
    public async Task Show_OfEveryShippedPolicy_IsAPolicyAgain()
    {
        foreach (string file in Samples)
        {
            CliResult shown = await CliProcess.RunAsync("policy", "show", file);
            Assert.Equal((0, ""), (shown.Code, shown.Error));
            CliResult check = await CliProcess.RunWithAsync(shown.Out, "policy", "check", "-");
            Assert.Equal((0, "stdin: ok\n"), (check.Code, check.Out));
        }
    }

    [Fact]
    public async Task Schema_IsOneJsonObject()
    {
        CliResult result = await CliProcess.RunAsync("policy", "schema");
        Assert.Equal((0, ""), (result.Code, result.Error));
        using JsonDocument json = JsonDocument.Parse(result.Out);
        Assert.Equal(JsonValueKind.Object, json.RootElement.ValueKind);
    }

    [Fact]
    public async Task Check_OfAWrongPolicy_NamesThePlaceAndIsExit1()
    {
        CliResult result = await CliProcess.RunWithAsync("apiVersion: canaryjudge.io/v1\nkind: CanaryPolicies\n", "policy", "check", "-");
        Assert.Equal((1, ""), (result.Code, result.Error));
        Assert.StartsWith("stdin:2:7: ", result.Out.Split('\n').Single(line => line.Contains("CanaryPolicies", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongUsage_OfTheBuiltProgram_IsExit2()
    {
        CliResult result = await CliProcess.RunAsync("judge");
        Assert.Equal((2, ""), (result.Code, result.Out));
        Assert.Contains("Try 'canaryjudge judge --help'.", result.Error, StringComparison.Ordinal);
    }
}
