using System.Data.Common;

namespace CanaryJudge.Analyzer.Analyses.Store.Sql;

/// <summary>A text of SQL with what it is given.</summary>
/// <param name="Text">The SQL; @name stands for the argument of that name, in the same letters.</param>
/// <param name="Arguments">An object whose public properties are the arguments: a string, a whole number, bytes, or null for none. Null when there are none.</param>
/// <param name="CancellationToken">Ends it.</param>
/// <remarks>No code is made at run time, as a mapper that compiles one for each shape does: that costs a start, and cannot be compiled ahead.</remarks>
internal readonly record struct Statement(string Text, object? Arguments, CancellationToken CancellationToken)
{
    /// <summary>Runs it; gives the number of rows changed.</summary>
    /// <exception cref="DbException">The database failed.</exception>
    public async Task<int> ExecuteAsync(DbConnection connection, DbTransaction? transaction = null)
    {
        await using DbCommand command = Command(connection, transaction);
        return await command.ExecuteNonQueryAsync(CancellationToken);
    }

    /// <summary>Reads its rows, each with a property of <typeparamref name="T"/> for each column, or with one column when <typeparamref name="T"/> is a value.</summary>
    /// <exception cref="DbException">The database failed.</exception>
    /// <exception cref="InvalidOperationException">A column has no property.</exception>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(DbConnection connection, DbTransaction? transaction = null)
    {
        await using DbCommand command = Command(connection, transaction);
        await using DbDataReader reader = await command.ExecuteReaderAsync(CancellationToken);
        Func<DbDataReader, T> read = RowReader<T>.Of(reader);
        List<T> rows = [];
        while (await reader.ReadAsync(CancellationToken)) rows.Add(read(reader));
        // What fails after the last row is told here.
        while (await reader.NextResultAsync(CancellationToken)) { }
        return rows;
    }

    /// <summary>Reads its only row; the default when there is none.</summary>
    /// <exception cref="DbException">The database failed.</exception>
    /// <exception cref="InvalidOperationException">There are several rows, or a column has no property.</exception>
    public async Task<T?> FindAsync<T>(DbConnection connection, DbTransaction? transaction = null) => (await QueryAsync<T>(connection, transaction)).SingleOrDefault();

    private DbCommand Command(DbConnection connection, DbTransaction? transaction)
    {
        DbCommand command = connection.CreateCommand();
        command.CommandText = Text;
        command.Transaction = transaction;
        if (Arguments is not null) StatementArguments.Add(command, Arguments);
        return command;
    }
}
