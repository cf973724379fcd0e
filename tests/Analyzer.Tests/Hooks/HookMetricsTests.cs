using System.Text.Json.Nodes;
using CanaryJudge.Analyzer.Tests.Telemetry;

namespace CanaryJudge.Analyzer.Tests.Hooks;

/// <summary>What hooks were told is counted. The counts are those of every service in this process, so no other test runs meanwhile.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class HookMetricsTests
{
    [Fact]
    public async Task Alerts_AreCountedByOutcome_AndOutcomesThatNeverWereAreZero()
    {
        const string Target = "shop/deployments/carts";
        await using Asked service = await Asked.StartAsync();
        JsonObject message = Messages.Alert("firing", Target);
        for (int k = 0; k < 3; k++)
        {
            JsonObject other = (JsonObject)Messages.Alert("firing", Target)["alerts"]![0]!.DeepClone();
            ((JsonObject)other["labels"]!).Remove("canaryjudge_target");
            other["fingerprint"] = $"b{k}";
            ((JsonArray)message["alerts"]!).Add((JsonNode)other);
        }

        string answer = await Messages.TellAsync(service.Analyzer.Rest, Messages.AlertmanagerPath, message);

        string metrics = (await service.Analyzer.Rest.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken)).Replace("otel_scope_name=\"CanaryJudge\",", "", StringComparison.Ordinal);
        Assert.Equal("1 vetoed, 3 unmatched.", answer);
        Assert.Contains("""canaryjudge_notices_total{hook="alertmanager",outcome="vetoed"} 1""", metrics, StringComparison.Ordinal);
        Assert.Contains("""canaryjudge_notices_total{hook="alertmanager",outcome="unmatched"} 3""", metrics, StringComparison.Ordinal);
        Assert.Contains("""canaryjudge_notices_total{hook="flux",outcome="vetoed"} 0""", metrics, StringComparison.Ordinal);
    }
}
