using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace CanaryJudge.Sources.Tests.Scraping;

/// <summary>Stands for every target of a test: what each address says is set by the test.</summary>
internal sealed class StubTarget : HttpMessageHandler
{
    public const string PrometheusType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>What the target at a port says; an address without an entry refuses the connection.</summary>
    public Dictionary<int, Func<CancellationToken, Task<HttpResponseMessage>>> Pages { get; } = [];

    public List<HttpRequestMessage> Requests { get; } = [];

    public void Says(int port, string text, string contentType = PrometheusType, HttpStatusCode status = HttpStatusCode.OK) => Pages[port] = _ =>
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = contentType.Length == 0 ? null : MediaTypeHeaderValue.Parse(contentType);
        return Task.FromResult(new HttpResponseMessage(status) { Content = content });
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (Requests) Requests.Add(request);
        return Pages.TryGetValue(request.RequestUri!.Port, out Func<CancellationToken, Task<HttpResponseMessage>>? page)
            ? await page(cancellationToken)
            : throw new HttpRequestException("Connection refused (a:1)");
    }
}
