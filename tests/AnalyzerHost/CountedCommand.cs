using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace CanaryJudge.AnalyzerHost;

/// <summary>A command that is numbered before and after, when it writes.</summary>
internal sealed class CountedCommand(DbCommand command, WriteNumbers numbers) : DbCommand
{
    private DbConnection? connection;
    private DbTransaction? transaction;

    /// <inheritdoc/>
    [AllowNull]
    public override string CommandText
    {
        get => command.CommandText;
        set => command.CommandText = value;
    }

    /// <inheritdoc/>
    public override int CommandTimeout
    {
        get => command.CommandTimeout;
        set => command.CommandTimeout = value;
    }

    /// <inheritdoc/>
    public override CommandType CommandType
    {
        get => command.CommandType;
        set => command.CommandType = value;
    }

    /// <inheritdoc/>
    public override UpdateRowSource UpdatedRowSource
    {
        get => command.UpdatedRowSource;
        set => command.UpdatedRowSource = value;
    }

    /// <inheritdoc/>
    public override bool DesignTimeVisible { get; set; }

    /// <inheritdoc/>
    protected override DbConnection? DbConnection
    {
        get => connection;
        set => connection = value;
    }

    /// <inheritdoc/>
    protected override DbParameterCollection DbParameterCollection => command.Parameters;

    /// <inheritdoc/>
    protected override DbTransaction? DbTransaction
    {
        get => transaction;
        set
        {
            transaction = value;
            command.Transaction = (value as CountedTransaction)?.Inner ?? value;
        }
    }

    private bool Writes => !CommandText.TrimStart().StartsWith("select", StringComparison.OrdinalIgnoreCase);

    private string What => string.Join(' ', CommandText.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(6));

    /// <inheritdoc/>
    public override void Cancel() => command.Cancel();

    /// <inheritdoc/>
    public override int ExecuteNonQuery()
    {
        Before();
        int rows = command.ExecuteNonQuery();
        After();
        return rows;
    }

    /// <inheritdoc/>
    public override async Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken)
    {
        Before();
        int rows = await command.ExecuteNonQueryAsync(cancellationToken);
        After();
        return rows;
    }

    /// <inheritdoc/>
    public override object? ExecuteScalar() => command.ExecuteScalar();

    /// <inheritdoc/>
    public override Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken) => command.ExecuteScalarAsync(cancellationToken);

    /// <inheritdoc/>
    public override void Prepare() => command.Prepare();

    /// <inheritdoc/>
    protected override DbParameter CreateDbParameter() => command.CreateParameter();

    /// <inheritdoc/>
    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior)
    {
        Before();
        DbDataReader reader = command.ExecuteReader(behavior);
        After();
        return reader;
    }

    /// <inheritdoc/>
    protected override async Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken)
    {
        Before();
        DbDataReader reader = await command.ExecuteReaderAsync(behavior, cancellationToken);
        After();
        return reader;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) command.Dispose();
        base.Dispose(disposing);
    }

    private void Before()
    {
        if (!Writes) return;
        if (transaction is CountedTransaction counted) counted.HasWritten = true;
        numbers.Pass("before " + What);
    }

    private void After()
    {
        if (Writes) numbers.Pass("after " + What);
    }
}
