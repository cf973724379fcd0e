using System.Net.Http.Headers;
using CanaryJudge.TestKit.Wire;
using Google.Protobuf;
using Snappier;

namespace CanaryJudge.TestKit;

/// <summary>Pushes exact samples by Prometheus remote write (protocol 0.1.0: protobuf, snappy).</summary>
public static class RemoteWriteClient
{
    /// <summary>Writes the series; the server can be asked for them at once.</summary>
    /// <exception cref="HttpRequestException">The server refused; the message holds its words.</exception>
    public static async Task WriteAsync(HttpClient client, Uri address, IEnumerable<RemoteWriteSeries> series, CancellationToken cancellationToken)
    {
        var request = new WriteRequest();
        request.Timeseries.AddRange(series.Select(ToWire));
        using var content = new ByteArrayContent(Snappy.CompressToArray(request.ToByteArray()));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        content.Headers.ContentEncoding.Add("snappy");
        using var message = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        message.Headers.Add("X-Prometheus-Remote-Write-Version", "0.1.0");
        using HttpResponseMessage answer = await client.SendAsync(message, cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException($"Remote write: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancellationToken)}");
    }

    private static TimeSeries ToWire(RemoteWriteSeries series)
    {
        var wire = new TimeSeries();
        foreach ((string name, string value) in series.Labels.Append(("__name__", series.Name)).OrderBy(label => label.Item1, StringComparer.Ordinal))
            wire.Labels.Add(new Label { Name = name, Value = value });
        foreach ((long time, double value) in series.Samples) wire.Samples.Add(new Sample { Timestamp = time, Value = value });
        foreach (RemoteWriteHistogram histogram in series.Histograms) wire.Histograms.Add(ToWire(histogram));
        return wire;
    }

    private static Histogram ToWire(RemoteWriteHistogram histogram)
    {
        var wire = new Histogram
        {
            Timestamp = histogram.TimeMillis,
            Schema = histogram.Schema,
            Sum = histogram.Sum,
            ZeroThreshold = Math.ScaleB(1, -128),
            ZeroCountInt = (ulong)histogram.ZeroCount,
            CountInt = (ulong)(histogram.Counts.Sum() + histogram.ZeroCount),
        };
        wire.PositiveSpans.Add(new BucketSpan { Offset = histogram.FirstIndex, Length = (uint)histogram.Counts.Count });
        long before = 0;
        foreach (long count in histogram.Counts)
        {
            wire.PositiveDeltas.Add(count - before);
            before = count;
        }
        return wire;
    }
}
