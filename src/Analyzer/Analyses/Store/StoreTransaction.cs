using System.Data.Common;
using Dapper;

namespace CanaryJudge.Analyzer.Analyses.Store;

/// <summary>A transaction under way.</summary>
internal sealed class StoreTransaction(StoreDatabase database, DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
{
    /// <summary>The database's kind.</summary>
    public StoreDatabase Database => database;

    /// <summary>Runs a statement; gives the number of rows changed.</summary>
    public Task<int> ExecuteAsync(string sql, object arguments) => connection.ExecuteAsync(Command(sql, arguments));

    /// <summary>Runs a statement that gives rows.</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object arguments) => (await connection.QueryAsync<T>(Command(sql, arguments))).AsList();

    /// <summary>Runs a statement that gives at most one row; the default when there is none.</summary>
    public Task<T?> FindAsync<T>(string sql, object arguments) => connection.QuerySingleOrDefaultAsync<T>(Command(sql, arguments));

    private CommandDefinition Command(string sql, object arguments) => new(sql, arguments, transaction, cancellationToken: cancellationToken);
}
