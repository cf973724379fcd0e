using System.Data.Common;
using DbUp;
using Microsoft.Data.Sqlite;

namespace CanaryJudge.Analyzer.Analyses.Store;

/// <summary>The embedded store: one file, write-ahead log, a commit is on the disk before it counts.</summary>
internal sealed class SqliteDatabase : StoreDatabase
{
    // Waiting for a writer of another process, in seconds.
    private const int BusySeconds = 30;
    private const int UniqueKey = 2067;
    private const int PrimaryKey = 1555;
    private static readonly TimeSpan MigrationRetry = TimeSpan.FromMilliseconds(100);

    private readonly string _file;
    private readonly Lazy<DbDataSource> _connections;
    private readonly TimeProvider _clock;

    // Writers of one process take turns here, instead of polling the file's lock.
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>A store in a file.</summary>
    public SqliteDatabase(string file, StoreMeter meter, TimeProvider clock, Func<DbDataSource, DbDataSource> observe)
        : base(meter, clock)
    {
        _file = Path.GetFullPath(file);
        _clock = clock;
        // SQLite is loaded when it is used, not while the service builds itself.
        _connections = new Lazy<DbDataSource>(() => observe(SqliteFactory.Instance.CreateDataSource(ConnectionString)));
    }

    /// <inheritdoc/>
    public override string Name => "sqlite " + _file;

    /// <inheritdoc/>
    public override string SkipLocked => "";

    /// <inheritdoc/>
    public override string ForUpdate => "";

    /// <inheritdoc/>
    public override string? Notify => null;

    /// <inheritdoc/>
    public override string SizeQuery => "select page_count * page_size from pragma_page_count(), pragma_page_size()";

    /// <inheritdoc/>
    protected override DbDataSource Connections => _connections.Value;

    private string ConnectionString => new SqliteConnectionStringBuilder { DataSource = _file, DefaultTimeout = BusySeconds, Pooling = true }.ToString();

    /// <inheritdoc/>
    protected override async Task MigrateSchemaAsync(CancellationToken cancellationToken)
    {
        // Held by the operating system for as long as the process lives: a killed one leaves no lock.
        await using FileStream alone = await LockAsync(_file + ".migration", cancellationToken);
        await using (SqliteConnection connection = new(ConnectionString))
        {
            await connection.OpenAsync(cancellationToken);
            await using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "pragma journal_mode = wal";
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        Upgrade(DeployChanges.To.SqliteDatabase(ConnectionString));
    }

    /// <inheritdoc/>
    public override async Task<T> WriteAsync<T>(Func<StoreTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await base.WriteAsync(work, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        using (SqliteConnection any = new(ConnectionString)) SqliteConnection.ClearPool(any);
        _turn.Dispose();
    }

    /// <inheritdoc/>
    protected override bool IsConflict(DbException cause) => cause is SqliteException { SqliteExtendedErrorCode: UniqueKey or PrimaryKey };

    private async Task<FileStream> LockAsync(string file, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.None);
            }
            catch (IOException taken) when (taken is not (DirectoryNotFoundException or FileNotFoundException) && File.Exists(file))
            {
                await Task.Delay(MigrationRetry, _clock, cancellationToken);
            }
        }
    }
}
