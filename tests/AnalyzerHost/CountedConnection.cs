using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace CanaryJudge.AnalyzerHost;

/// <summary>A connection whose writes are numbered.</summary>
internal sealed class CountedConnection(DbConnection connection, WriteNumbers numbers) : DbConnection
{
    /// <inheritdoc/>
    [AllowNull]
    public override string ConnectionString
    {
        get => connection.ConnectionString;
        set => connection.ConnectionString = value;
    }

    /// <inheritdoc/>
    public override string Database => connection.Database;

    /// <inheritdoc/>
    public override string DataSource => connection.DataSource;

    /// <inheritdoc/>
    public override string ServerVersion => connection.ServerVersion;

    /// <inheritdoc/>
    public override ConnectionState State => connection.State;

    /// <inheritdoc/>
    public override void ChangeDatabase(string databaseName) => connection.ChangeDatabase(databaseName);

    /// <inheritdoc/>
    public override void Open() => connection.Open();

    /// <inheritdoc/>
    public override Task OpenAsync(CancellationToken cancellationToken) => connection.OpenAsync(cancellationToken);

    /// <inheritdoc/>
    public override void Close() => connection.Close();

    /// <inheritdoc/>
    public override Task CloseAsync() => connection.CloseAsync();

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => new CountedTransaction(this, connection.BeginTransaction(isolationLevel), numbers);

    /// <inheritdoc/>
    protected override async ValueTask<DbTransaction> BeginDbTransactionAsync(IsolationLevel isolationLevel, CancellationToken cancellationToken) =>
        new CountedTransaction(this, await connection.BeginTransactionAsync(isolationLevel, cancellationToken), numbers);

    /// <inheritdoc/>
    protected override DbCommand CreateDbCommand() => new CountedCommand(connection.CreateCommand(), numbers);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) connection.Dispose();
        base.Dispose(disposing);
    }
}
