using CanaryJudge.Analyzer.Tests.Analyses;
using CanaryJudge.TestKit;

[assembly: AssemblyFixture(typeof(Databases))]

namespace CanaryJudge.Analyzer.Tests.Analyses;

/// <summary>New, empty stores of both kinds. One PostgreSQL serves all tests; the first that needs it starts it.</summary>
public sealed class Databases : IAsyncDisposable
{
    public const string Sqlite = "sqlite";
    public const string Postgres = "postgres";

    private readonly string folder = Directory.CreateTempSubdirectory("canaryjudge-stores-").FullName;
    private readonly SemaphoreSlim gate = new(1);
    private PostgresServer? server;
    private int files;

    /// <summary>The setting that names a new store of a kind. Skips the test when PostgreSQL is not there.</summary>
    public async Task<string> NewAsync(string kind)
    {
        if (kind == Sqlite) return $"--Store:File={Path.Combine(folder, $"{Interlocked.Increment(ref files)}.db")}";
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.MissingReason);
        await gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            server ??= await PostgresServer.StartAsync(TestContext.Current.CancellationToken);
            return "--Store:Postgres=" + await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null) await server.DisposeAsync();
        gate.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
