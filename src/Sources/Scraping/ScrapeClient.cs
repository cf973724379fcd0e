using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace CanaryJudge.Sources.Scraping;

/// <summary>Fetches one page of metrics.</summary>
internal sealed class ScrapeClient : IDisposable
{
    private const string Accept = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";
    private readonly HttpClient http;
    private readonly ScrapeOptions options;
    private readonly TimeProvider time;

    public ScrapeClient(ScrapeOptions options, TimeProvider time, HttpMessageHandler? handler)
    {
        this.options = options;
        this.time = time;
        http = new HttpClient(handler ?? new SocketsHttpHandler
        {
            AutomaticDecompression = DecompressionMethods.GZip,
            MaxAutomaticRedirections = 3,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // a name may come to mean another address
        }) { Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.TryAddWithoutValidation("Accept", Accept);
        http.DefaultRequestHeaders.TryAddWithoutValidation("X-Prometheus-Scrape-Timeout-Seconds", options.Timeout.TotalSeconds.ToString("R", CultureInfo.InvariantCulture));
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("canaryjudge", "1.0"));
    }

    /// <summary>Fetches and reads a page.</summary>
    /// <returns>The page, or why there is none.</returns>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<(Exposition? Page, string Failure)> FetchAsync(ScrapeTarget target, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Timeout, time);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Get, target.Address);
            request.Headers.Host = target.HostHeader;
            using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ends.Token);
            if (response.StatusCode != HttpStatusCode.OK) return (null, $"it answered {(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd());
            if (FormatOf(response.Content.Headers.ContentType) is not { } format) return (null, $"it sent {response.Content.Headers.ContentType}, which is no metrics format: check the address");
            if (await BodyAsync(response.Content, ends.Token) is not { } body) return (null, $"its page has more than {options.Limits.MaxBytes} bytes");
            ExpositionResult result = ExpositionParser.Parse(body, format, options.Limits);
            return (result.Exposition, result.Exposition is null ? $"line {result.Line} of its page: {result.Message}" : "");
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return (null, $"no whole answer within {options.Timeout.TotalSeconds:0.###} s");
        }
        catch (Exception cause) when (cause is HttpRequestException or IOException or InvalidDataException)
        {
            return (null, cause.Message.TrimEnd('.'));
        }
    }

    public void Dispose() => http.Dispose();

    /// <summary>The format a Content-Type names; without one the page is taken for Prometheus text, as its specification says.</summary>
    private static ExpositionFormat? FormatOf(MediaTypeHeaderValue? type) => type?.MediaType?.ToLowerInvariant() switch
    {
        null or "text/plain" => ExpositionFormat.Prometheus,
        "application/openmetrics-text" => ExpositionFormat.OpenMetrics,
        _ => null,
    };

    /// <summary>The body after decompression; null when it is longer than allowed.</summary>
    private async Task<byte[]?> BodyAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using Stream stream = await content.ReadAsStreamAsync(cancellationToken);
        var body = new byte[16 << 10];
        int length = 0;
        while (true)
        {
            int read = await stream.ReadAsync(body.AsMemory(length), cancellationToken);
            if (read == 0) return body[..length];
            length += read;
            if (length > options.Limits.MaxBytes) return null;
            if (length == body.Length) Array.Resize(ref body, (int)Math.Min(2L * length, options.Limits.MaxBytes + 1L));
        }
    }
}
