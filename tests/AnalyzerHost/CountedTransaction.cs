using System.Data;
using System.Data.Common;

namespace CanaryJudge.AnalyzerHost;

/// <summary>A transaction whose commit is numbered, when something was written in it.</summary>
internal sealed class CountedTransaction(CountedConnection connection, DbTransaction transaction, WriteNumbers numbers) : DbTransaction
{
    /// <summary>Set by the first write.</summary>
    public bool HasWritten { get; set; }

    /// <summary>The transaction itself.</summary>
    public DbTransaction Inner => transaction;

    /// <inheritdoc/>
    public override IsolationLevel IsolationLevel => transaction.IsolationLevel;

    /// <inheritdoc/>
    protected override DbConnection DbConnection => connection;

    /// <inheritdoc/>
    public override void Commit()
    {
        if (HasWritten) numbers.Pass("before commit");
        transaction.Commit();
        if (HasWritten) numbers.Pass("after commit");
    }

    /// <inheritdoc/>
    public override async Task CommitAsync(CancellationToken cancellationToken = default)
    {
        if (HasWritten) numbers.Pass("before commit");
        await transaction.CommitAsync(cancellationToken);
        if (HasWritten) numbers.Pass("after commit");
    }

    /// <inheritdoc/>
    public override void Rollback() => transaction.Rollback();

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) transaction.Dispose();
        base.Dispose(disposing);
    }
}
