using System.Data.Common;

namespace CanaryJudge.AnalyzerHost;

/// <summary>Connections whose writes are numbered.</summary>
internal sealed class CountedSource(DbDataSource source, WriteNumbers numbers) : DbDataSource
{
    /// <inheritdoc/>
    public override string ConnectionString => source.ConnectionString;

    /// <inheritdoc/>
    protected override DbConnection CreateDbConnection() => new CountedConnection(source.CreateConnection(), numbers);
}
