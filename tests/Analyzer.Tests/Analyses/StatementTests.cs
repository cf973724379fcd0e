using CanaryJudge.Analyzer.Analyses.Store.Sql;
using Microsoft.Data.Sqlite;

namespace CanaryJudge.Analyzer.Tests.Analyses;

/// <summary>Statements: what they are given, and what becomes of rows.</summary>
public sealed class StatementTests : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");

    public StatementTests() => _connection.Open();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _connection.Dispose();

    [Fact]
    public async Task EveryStoredType_ComesBackAsItWasGiven()
    {
        Row given = new() { Text = "ä'\"", Number = long.MinValue, MaybeNumber = 7, Bytes = [0, 255] };

        Row? read = await new Statement("select @Text as text, @Number as NUMBER, @MaybeNumber as MaybeNumber, @Bytes as bytes", given, Token).FindAsync<Row>(_connection);

        Assert.Equivalent(given, read, strict: true);
    }

    [Fact]
    public async Task Nothing_IsStoredAsNull_AndLeavesARowAsItBegins()
    {
        Row given = new() { Text = null!, MaybeNumber = null, Bytes = null };

        Row? read = await new Statement("select @Text as Text, @MaybeNumber as MaybeNumber, @Bytes as Bytes where @Text is null and @Bytes is null", given, Token).FindAsync<Row>(_connection);

        Assert.Equivalent(new Row(), read, strict: true);
    }

    [Fact]
    public async Task OneColumn_IsReadAsAValue()
    {
        Assert.Equal("a", await Find<string>("select 'a'"));
        Assert.Equal(5, await Find<long>("select 5"));
        Assert.Equal(5L, await Find<long?>("select 5"));
        Assert.Equal([1, 2], await Find<byte[]>("select x'0102'"));
        Assert.Null(await Find<string>("select null"));
        Assert.Null(await Find<long?>("select null"));
        Assert.Equal(0, await Find<long>("select null"));
    }

    [Fact]
    public async Task NoRow_IsTheDefault_AndSeveralAreRefused()
    {
        Assert.Null(await Find<Row>("select 1 as Number where 1 = 0"));
        Assert.Equal(0, await Find<long>("select 1 where 1 = 0"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Find<long>("select 1 union select 2"));
    }

    [Fact]
    public async Task ArgumentThatTheTextDoesNotName_IsLeftOut_WhateverItsType()
    {
        Assert.Equal(2, await new Statement("select @identity", new { id = 1L, identity = 2L, ident = TimeSpan.Zero }, Token).FindAsync<long>(_connection));
    }

    [Fact]
    public async Task ArgumentOfATypeThatIsNotStored_IsRefusedByName()
    {
        NotSupportedException refused = await Assert.ThrowsAsync<NotSupportedException>(() => new Statement("select @when", new { when = TimeSpan.Zero }, Token).FindAsync<long>(_connection));

        Assert.Contains("when", refused.Message, StringComparison.Ordinal);
        Assert.Contains("TimeSpan", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ColumnWithoutAProperty_IsRefusedByName()
    {
        InvalidOperationException refused = await Assert.ThrowsAsync<InvalidOperationException>(() => Find<Row>("select 1 as Numbre"));

        Assert.Contains("Numbre", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Execute_GivesTheNumberOfRowsChanged()
    {
        await new Statement("create table t (a integer)", null, Token).ExecuteAsync(_connection);
        await new Statement("insert into t values (@a), (@a), (3)", new { a = 1 }, Token).ExecuteAsync(_connection);

        Assert.Equal(2, await new Statement("update t set a = 2 where a = @a", new { a = 1L }, Token).ExecuteAsync(_connection));
    }

    private Task<T?> Find<T>(string sql) => new Statement(sql, null, Token).FindAsync<T>(_connection);

    private sealed class Row
    {
        public string Text { get; set; } = "as it begins";

        public long Number { get; set; }

        public long? MaybeNumber { get; set; }

        public byte[]? Bytes { get; set; }
    }
}
