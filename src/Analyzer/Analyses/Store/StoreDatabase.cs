using System.Data.Common;
using System.Reflection;
using CanaryJudge.Analyzer.Analyses.Store.Sql;
using DbUp.Builder;
using DbUp.Engine;
using DbUp.Engine.Output;

namespace CanaryJudge.Analyzer.Analyses.Store;

/// <summary>A database: how it is opened, what its SQL calls things, and its schema. Everything else is the same for every kind.</summary>
internal abstract class StoreDatabase(StoreMeter meter, TimeProvider clock) : IAsyncDisposable
{
    private const int MostAttempts = 5;

    // As long as another replica may take over the schema; callers are then told to come again.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource _current = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Name for people, without credentials.</summary>
    public abstract string Name { get; }

    /// <summary>Ends a selection of rows to claim: other claims pass over rows that are being claimed. Empty where writers wait for each other anyway.</summary>
    public abstract string SkipLocked { get; }

    /// <summary>Ends a selection of rows that are about to be changed.</summary>
    public abstract string ForUpdate { get; }

    /// <summary>Tells the other replicas of a change: a statement with the parameter @id, run inside the transaction; null when there are none.</summary>
    public abstract string? Notify { get; }

    /// <summary>Gives the store's size in bytes.</summary>
    public abstract string SizeQuery { get; }

    /// <summary>Where connections come from.</summary>
    protected abstract DbDataSource Connections { get; }

    /// <summary>True once its schema is up to date. Until then whoever reads or writes waits.</summary>
    public bool IsCurrent => _current.Task.IsCompletedSuccessfully;

    /// <summary>Brings the schema up to date, and lets in those who wait for it. Safe when several replicas do it at once.</summary>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await MigrateSchemaAsync(cancellationToken);
        _current.TrySetResult();
    }

    /// <summary>Reads. When a connection has broken (the database was restarted) it is tried again on another.</summary>
    /// <param name="read">What is read; may run several times.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What was read.</returns>
    /// <exception cref="DbException">The database failed.</exception>
    /// <exception cref="TimeoutException">Its schema is still not up to date after the longest wait for it.</exception>
    public async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken cancellationToken)
    {
        await WaitUntilCurrentAsync(cancellationToken);
        return await meter.MeasureAsync("read", () => TryReadAsync(read, cancellationToken));
    }

    /// <summary>Reads the rows of a statement; see <see cref="Statement"/>.</summary>
    public Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? arguments, CancellationToken cancellationToken) =>
        ReadAsync(connection => new Statement(sql, arguments, cancellationToken).QueryAsync<T>(connection), cancellationToken);

    /// <summary>Reads the only row of a statement; the default when there is none.</summary>
    public Task<T?> FindAsync<T>(string sql, object? arguments, CancellationToken cancellationToken) =>
        ReadAsync(connection => new Statement(sql, arguments, cancellationToken).FindAsync<T>(connection), cancellationToken);

    /// <summary>Runs writes as one transaction: all of them or none. When another writer came between, or the connection broke before the commit, they are run again from the start.</summary>
    /// <param name="work">The writes; may run several times, so that it must not have effects elsewhere.</param>
    /// <param name="cancellationToken">Ends it; a commit that has begun is finished.</param>
    /// <returns>What the work returned.</returns>
    /// <exception cref="DbException">The database failed, or writers came between time and again.</exception>
    /// <exception cref="TimeoutException">Its schema is still not up to date after the longest wait for it.</exception>
    public virtual async Task<T> WriteAsync<T>(Func<StoreTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        await WaitUntilCurrentAsync(cancellationToken);
        return await meter.MeasureAsync("write", () => TryWriteAsync(work, cancellationToken));
    }

    /// <summary>Closes the connections.</summary>
    public virtual async ValueTask DisposeAsync() => await Connections.DisposeAsync();

    /// <summary>Brings the schema up to date.</summary>
    protected abstract Task MigrateSchemaAsync(CancellationToken cancellationToken);

    /// <summary>True when the same writes, run again, may succeed: another transaction inserted the same key, or the two waited for each other.</summary>
    protected abstract bool IsConflict(DbException cause);

    /// <summary>Runs the scripts that have not run yet in one transaction: all or none.</summary>
    /// <exception cref="InvalidOperationException">A script failed.</exception>
    protected static void Upgrade(UpgradeEngineBuilder builder)
    {
        UpgradeEngine engine = builder
            .WithScriptsEmbeddedInAssembly(Assembly.GetExecutingAssembly(), name => name.Contains(".Analyses.Store.Schema.", StringComparison.Ordinal))
            .WithTransaction()
            .WithVariablesDisabled()
            .LogTo(new NoOpUpgradeLog())
            .Build();
        DatabaseUpgradeResult result = engine.PerformUpgrade();
        if (!result.Successful) throw new InvalidOperationException($"The schema script {result.ErrorScript?.Name} failed: {result.Error.Message}", result.Error);
    }

    private Task WaitUntilCurrentAsync(CancellationToken cancellationToken) => IsCurrent ? Task.CompletedTask : _current.Task.WaitAsync(LongestWait, clock, cancellationToken);

    private async Task<T> TryReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await using DbConnection connection = await Connections.OpenConnectionAsync(cancellationToken);
                return await read(connection);
            }
            catch (DbException broken) when (attempt < MostAttempts && broken.IsTransient)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    private async Task<T> TryWriteAsync<T>(Func<StoreTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            bool isCommitting = false;
            try
            {
                await using DbConnection connection = await Connections.OpenConnectionAsync(cancellationToken);
                await using DbTransaction transaction = await connection.BeginTransactionAsync(cancellationToken);
                T result = await work(new StoreTransaction(this, connection, transaction, cancellationToken));
                isCommitting = true;
                await transaction.CommitAsync(CancellationToken.None);
                return result;
            }
            catch (DbException conflict) when (attempt < MostAttempts && (IsConflict(conflict) || (conflict.IsTransient && !isCommitting)))
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }
}
