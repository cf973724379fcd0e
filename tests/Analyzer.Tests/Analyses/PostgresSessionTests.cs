using CanaryJudge.Analyzer.Analyses.Store;
using CanaryJudge.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace CanaryJudge.Analyzer.Tests.Analyses;

public sealed class PostgresSessionTests(Databases databases)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", "10s")]
    [InlineData(";Options=-c idle_in_transaction_session_timeout=45s", "45s")]
    public async Task Sessions_LeftInTheMiddleOfATransaction_AreEndedByTheServer(string more, string expected)
    {
        await using MetricsStub metrics = MetricsStub.Start();
        await using Store store = await Store.OpenAsync(await databases.NewAsync(Databases.Postgres) + more, metrics.Address, []);

        string? timeout = await store.Services.GetRequiredService<StoreDatabase>().FindAsync<string>("show idle_in_transaction_session_timeout", null, Token);

        Assert.Equal(expected, timeout);
    }
}
