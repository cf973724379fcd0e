using System.Data.Common;
using DbUp;
using DbUp.Postgresql;
using Npgsql;

namespace CanaryJudge.Analyzer.Analyses.Store;

/// <summary>The store for several replicas: PostgreSQL, whose transactions are all the coordination there is.</summary>
internal sealed class PostgresDatabase : StoreDatabase
{
    /// <summary>The channel on which changed analyses are told, each by its id.</summary>
    public const string Channel = "canaryjudge_analysis";

    // Any number will do, as long as no other program takes the same lock in the same database.
    private const long MigrationLock = 0x63616e6172796a64;

    // A replica that is stopped in the middle of a transaction would keep its locks until it goes on; transactions here take milliseconds.
    private const string IdleTimeout = "idle_in_transaction_session_timeout";

    private readonly NpgsqlDataSource _source;

    /// <summary>A store in a database.</summary>
    /// <param name="connectionString">How to reach it.</param>
    /// <param name="passwordFile">File that holds the password; empty for none.</param>
    /// <param name="meter">Counts what it does.</param>
    /// <param name="clock">Bounds the wait for its schema.</param>
    /// <param name="observe">Gives the connections to use in place of these.</param>
    public PostgresDatabase(string connectionString, string passwordFile, StoreMeter meter, TimeProvider clock, Func<DbDataSource, DbDataSource> observe)
        : base(meter, clock)
    {
        NpgsqlDataSourceBuilder builder = new(connectionString);
        if (string.IsNullOrEmpty(builder.ConnectionStringBuilder.ApplicationName)) builder.ConnectionStringBuilder.ApplicationName = "canaryjudge";
        if (passwordFile.Length > 0)
        {
            builder.UsePasswordProvider(_ => File.ReadAllText(passwordFile).Trim(), async (_, token) => (await File.ReadAllTextAsync(passwordFile, token)).Trim());
        }

        string options = builder.ConnectionStringBuilder.Options ?? "";
        if (!options.Contains(IdleTimeout, StringComparison.Ordinal)) builder.ConnectionStringBuilder.Options = $"{options} -c {IdleTimeout}=10s".Trim();

        Name = $"postgresql {builder.ConnectionStringBuilder.Host}:{builder.ConnectionStringBuilder.Port}/{builder.ConnectionStringBuilder.Database}";
        _source = builder.Build();
        Connections = observe(_source);
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override string SkipLocked => "for update skip locked";

    /// <inheritdoc/>
    public override string ForUpdate => "for update";

    /// <inheritdoc/>
    public override string? Notify => $"select pg_notify('{Channel}', @id)";

    /// <inheritdoc/>
    public override string SizeQuery =>
        "select pg_total_relation_size('rollout_action') + pg_total_relation_size('rollout_step') + pg_total_relation_size('analysis') + pg_total_relation_size('analysis_definition') + pg_total_relation_size('analysis_event') + pg_total_relation_size('analysis_window')";

    /// <inheritdoc/>
    protected override DbDataSource Connections { get; }

    /// <summary>A connection that hears what is told on <see cref="Channel"/>.</summary>
    public async Task<NpgsqlConnection> ListenAsync(CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellationToken);
        await using NpgsqlCommand listen = new($"listen {Channel}", connection);
        await listen.ExecuteNonQueryAsync(cancellationToken);
        return connection;
    }

    /// <inheritdoc/>
    protected override async Task MigrateSchemaAsync(CancellationToken cancellationToken)
    {
        await using NpgsqlConnection alone = await _source.OpenConnectionAsync(cancellationToken);
        await using (NpgsqlCommand take = new($"select pg_advisory_lock({MigrationLock})", alone) { CommandTimeout = 0 }) await take.ExecuteNonQueryAsync(cancellationToken);
        try
        {
            Upgrade(DeployChanges.To.PostgresqlDatabase(new PostgresqlConnectionManager(_source)));
        }
        finally
        {
            await using NpgsqlCommand release = new($"select pg_advisory_unlock({MigrationLock})", alone);
            await release.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _source.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override bool IsConflict(DbException cause) => cause is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure };
}
