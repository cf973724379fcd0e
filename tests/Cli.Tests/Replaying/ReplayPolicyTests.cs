using CanaryJudge.Cli.Tests.Fixtures;

namespace CanaryJudge.Cli.Tests.Replaying;

public sealed class ReplayPolicyTests
{
    [Theory]
    [InlineData("0.2pp", "rollback")]
    [InlineData("5pp", "promote")]
    public async Task Policy_WithItsOwnMargin_IsJudgedBy(string margin, string verdict)
    {
        using var file = new TemporaryFile(Policy("error_rate", "ratio", margin, "1m"));
        InProcess.Result result = await InProcess.RunWithAsync(new() { Input = Rollouts.Unclear("unclear") }, "replay", "-", "--policy", file.Path);
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Contains($"\"verdict\":\"{verdict}\"", result.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error_share", "ratio", "0.5pp", "1m", "stdin:1:1: broken has no metric error_share, which the policy again judges. It holds error_rate.")]
    [InlineData("error_rate", "series", "0.5", "1m", "stdin:1:1: broken: error_rate was recorded as a ratio and is a series in the policy again. Give it the recorded kind.")]
    [InlineData("error_rate", "ratio", "0.5pp", "5m", "stdin:1:1: broken has windows of 60 s and the policy again of 300 s. Use a policy with the recorded interval: recorded windows cannot be cut anew.")]
    public async Task Policy_ThatDoesNotFit_IsAnErrorOfTheLine(string name, string kind, string margin, string interval, string error)
    {
        InProcess.Result result = await RunAsync(Policy(name, kind, margin, interval));
        Assert.Equal((1, "", error + "\n"), (result.Code, result.Out, result.Error));
    }

    [Fact]
    public async Task Policy_ThatIsWrong_IsToldOnceAndNothingIsJudged()
    {
        InProcess.Result result = await RunAsync(Documents.Wrong);
        Assert.Equal((1, ""), (result.Code, result.Out));
        Assert.Equal(3, result.Error.TrimEnd().Split('\n').Length);
    }

    private static async Task<InProcess.Result> RunAsync(string policy)
    {
        using var file = new TemporaryFile(policy);
        return await InProcess.RunWithAsync(new() { Input = Rollouts.Broken("broken") }, "replay", "-", "--policy", file.Path);
    }

    private static string Policy(string name, string kind, string margin, string interval) => $$"""
        apiVersion: canaryjudge.io/v1
        kind: CanaryPolicy
        metadata: {name: again}
        spec:
          interval: {{interval}}
          warmup: 2
          horizon: 12
          metrics:
            - name: {{name}}
              kind: {{kind}}
              margin: {{margin}}
        """;
}
