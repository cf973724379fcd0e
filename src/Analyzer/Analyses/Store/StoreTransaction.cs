using System.Data.Common;
using CanaryJudge.Analyzer.Analyses.Store.Sql;

namespace CanaryJudge.Analyzer.Analyses.Store;

/// <summary>A transaction under way.</summary>
internal sealed class StoreTransaction(StoreDatabase database, DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
{
    /// <summary>The database's kind.</summary>
    public StoreDatabase Database => database;

    /// <summary>Runs a statement; gives the number of rows changed.</summary>
    public Task<int> ExecuteAsync(string sql, object arguments) => Statement(sql, arguments).ExecuteAsync(connection, transaction);

    /// <summary>Runs a statement that gives rows.</summary>
    public Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object arguments) => Statement(sql, arguments).QueryAsync<T>(connection, transaction);

    /// <summary>Runs a statement that gives at most one row; the default when there is none.</summary>
    public Task<T?> FindAsync<T>(string sql, object arguments) => Statement(sql, arguments).FindAsync<T>(connection, transaction);

    private Statement Statement(string sql, object arguments) => new(sql, arguments, cancellationToken);
}
