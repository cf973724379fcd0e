using System.IO.Compression;
using System.Text;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Sources.Prometheus;

namespace CanaryJudge.Sources.Tests.Prometheus;

public sealed class FaultyServerTests
{
    private const string Start = """{"status":"success","data":{"resultType":"matrix","result":[""";

    [Fact]
    public async Task Connection_CutInTheMiddleOfAnAnswer_IsUnreachableAfterAllAttempts()
    {
        await using var server = new FaultyServer(async (stream, token) =>
        {
            await FaultyServer.HeadAsync(stream, "Content-Length: 5000\r\n", token);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Start), token);
        });
        SourceProblem? problem = (await AskAsync(server, attempts: 2)).Problem;
        Assert.Equal(ProblemKind.Unreachable, problem?.Kind);
        Assert.Contains("broke", problem?.Message);
        Assert.Equal(2, server.Requests);
    }

    [Fact]
    public async Task Connection_CutOnce_IsAnsweredByTheNextAttempt()
    {
        int requests = 0;
        await using var server = new FaultyServer(async (stream, token) =>
        {
            if (++requests == 1) return; // closed without a word
            await FaultyServer.HeadAsync(stream, $"Content-Length: {StubServer.Empty.Length}\r\n", token);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(StubServer.Empty), token);
        });
        Assert.Null((await AskAsync(server, attempts: 3)).Problem);
    }

    [Fact]
    public async Task Connection_ClosedInsideAnAnswerOfUnknownLength_IsUnreachable()
    {
        await using var server = new FaultyServer(async (stream, token) =>
        {
            await FaultyServer.HeadAsync(stream, "", token);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Start), token);
        });
        Assert.Equal(ProblemKind.Unreachable, (await AskAsync(server)).Problem?.Kind);
    }

    [Fact]
    public async Task Server_ThatStopsInTheMiddleOfAnAnswer_TimesOut()
    {
        await using var server = new FaultyServer(async (stream, token) =>
        {
            await FaultyServer.HeadAsync(stream, "Content-Length: 5000\r\n", token);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Start), token);
            await Task.Delay(Timeout.Infinite, token);
        });
        Assert.Equal(ProblemKind.Timeout, (await AskAsync(server, options => options with { Timeout = TimeSpan.FromMilliseconds(300) })).Problem?.Kind);
    }

    [Fact]
    public async Task Port_ThatNobodyListensOn_IsUnreachable()
    {
        Uri address;
        await using (var server = new FaultyServer((_, _) => Task.CompletedTask)) address = server.Address;
        using var source = new PrometheusSource(StubServer.Options with { Address = address }, TimeProvider.System);
        SourceProblem? problem = (await StubServer.AskAsync(source, StubServer.Raw())).Problem;
        Assert.Equal(ProblemKind.Unreachable, problem?.Kind);
        Assert.Contains("refused", problem?.Message);
    }

    [Fact]
    public async Task GzipBomb_StopsAtTheBoundOfDecompressedBytes()
    {
        using var bomb = new MemoryStream();
        using (var gzip = new GZipStream(bomb, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.ASCII.GetBytes(Start), TestContext.Current.CancellationToken);
            byte[] spaces = Enumerable.Repeat((byte)' ', 1 << 20).ToArray();
            for (int i = 0; i < 64; i++) await gzip.WriteAsync(spaces, TestContext.Current.CancellationToken);
        }
        Assert.InRange(bomb.Length, 1, 1 << 20);
        await using FaultyServer server = Sending("Content-Encoding: gzip\r\n", bomb.ToArray());
        QueryAnswer answer = await AskAsync(server, options => options with { MaxAnswerBytes = 1 << 20 }, StubServer.Expression());
        Assert.Equal(ProblemKind.TooLarge, answer.Problem?.Kind);
        Assert.Contains("1,048,576 bytes", answer.Problem?.Message);
    }

    [Fact]
    public async Task Gzip_ThatIsNone_IsMalformed()
    {
        await using FaultyServer server = Sending("Content-Encoding: gzip\r\n", Encoding.ASCII.GetBytes(StubServer.Empty));
        Assert.Equal(ProblemKind.Malformed, (await AskAsync(server)).Problem?.Kind);
    }

    [Fact]
    public async Task Gzip_WhenAnswered_IsRead()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync(Encoding.ASCII.GetBytes(StubServer.Empty), TestContext.Current.CancellationToken);
        await using FaultyServer server = Sending("Content-Encoding: gzip\r\n", packed.ToArray());
        Assert.Null((await AskAsync(server)).Problem);
    }

    private static FaultyServer Sending(string headers, byte[] body) => new(async (stream, token) =>
    {
        await FaultyServer.HeadAsync(stream, $"{headers}Content-Length: {body.Length}\r\n", token);
        await stream.WriteAsync(body, token);
    });

    private static Task<QueryAnswer> AskAsync(FaultyServer server, int attempts) => AskAsync(server, options => options with { Attempts = attempts });

    private static async Task<QueryAnswer> AskAsync(FaultyServer server, Func<PrometheusOptions, PrometheusOptions>? change = null, CanaryJudge.Judging.Planning.PlannedQuery? query = null)
    {
        PrometheusOptions options = StubServer.Options with { Address = server.Address };
        using var source = new PrometheusSource(change?.Invoke(options) ?? options, TimeProvider.System);
        return await StubServer.AskAsync(source, query ?? StubServer.Raw());
    }
}
