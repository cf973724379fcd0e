using System.Text;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Sources.Prometheus;

namespace CanaryJudge.Sources.Tests.Prometheus;

/// <summary>Alone, because it counts what the whole process allocates.</summary>
[CollectionDefinition("alone", DisableParallelization = true)]
[Collection("alone")]
public sealed class LargeAnswerTests
{
    [Fact]
    public async Task Answer_Of200Megabytes_IsReadAsItArrivesAndNothingButItsNumbersIsAllocated()
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
            await WriteAsync(Encoding.ASCII.GetBytes("""{"status":"success","data":{"resultType":"matrix","result":["""));
            for (int i = 0; i < seriesCount; i++)
            {
                await WriteAsync(Encoding.ASCII.GetBytes($$"""{{(i == 0 ? "" : ",")}}{"metric":{"instance":"pod-{{i}}"},"values":["""));
                await WriteAsync(points);
                await WriteAsync("]}"u8.ToArray());
            }
            await WriteAsync("]}}"u8.ToArray());
        });
        using var source = new PrometheusSource(StubServer.Options with { Address = server.Address }, TimeProvider.System);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        QueryAnswer answer = await StubServer.AskAsync(source, StubServer.Expression(start: 1_760_000_001_000, end: 1_760_010_000_000, step: 1000));
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        Assert.Null(answer.Problem);
        Assert.InRange(sent, 200_000_000, 256 << 20);
        Assert.Equal(seriesCount, answer.Series.Count);
        Assert.All(answer.Series, series => Assert.Equal(pointCount, series.Values.Length));
        Assert.Equal(5e-15, answer.Series[^1].Values[4]);
        // 8 bytes a value; the times are the same for all series and are kept once.
        Assert.InRange(allocated, 8L * seriesCount * pointCount, 8L * seriesCount * pointCount + (16 << 20));
    }
}
