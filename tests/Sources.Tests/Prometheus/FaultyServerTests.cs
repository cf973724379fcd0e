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

    [Fact]
    public async Task Answer_Of200Megabytes_IsReadAsItArrivesInBoundedMemory()
    {
        const int seriesCount = 620;
        const int pointCount = 10_000;
        byte[] points = Encoding.ASCII.GetBytes(string.Join(',', Enumerable.Range(1, pointCount).Select(i => $"[{1_760_000_000 + i},\"0.{i:000000000000000}\"]")));
        long sent = 0;
        await using var server = new FaultyServer(async (stream, token) =>
        {
            await FaultyServer.HeadAsync(stream, "", token);
            async Task WriteAsync(byte[] bytes)
            {
                await stream.WriteAsync(bytes, token);
                sent += bytes.Length;
            }
            await WriteAsync(Encoding.ASCII.GetBytes(Start));
            for (int i = 0; i < seriesCount; i++)
            {
                await WriteAsync(Encoding.ASCII.GetBytes($$"""{{(i == 0 ? "" : ",")}}{"metric":{"instance":"pod-{{i}}"},"values":["""));
                await WriteAsync(points);
                await WriteAsync("]}"u8.ToArray());
            }
            await WriteAsync("]}}"u8.ToArray());
        });
        long before = GC.GetTotalAllocatedBytes(precise: true);
        QueryAnswer answer = await AskAsync(server, query: StubServer.Expression(start: 1_760_000_001_000, end: 1_760_010_000_000, step: 1000));
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        Assert.Null(answer.Problem);
        Assert.InRange(sent, 200_000_000, 256 << 20);
        Assert.Equal(seriesCount, answer.Series.Count);
        Assert.All(answer.Series, series => Assert.Equal(pointCount, series.Values.Length));
        Assert.Equal(0.000000000005, answer.Series[^1].Values[4]);
        // 8 bytes a value; the times are the same for all series and are kept once.
        Assert.InRange(allocated, 8L * seriesCount * pointCount, 8L * seriesCount * pointCount + (16 << 20));
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
