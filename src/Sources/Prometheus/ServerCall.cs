using System.Text;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Sources.Prometheus.Decoding;

namespace CanaryJudge.Sources.Prometheus;

/// <summary>One attempt of one request: send it, decode the answer as it arrives, name what went wrong.</summary>
internal sealed class ServerCall(HttpClient http, Uri root, PrometheusOptions options, TimeProvider time)
{
    private const int MaxErrorBytes = 64 * 1024;
    private readonly Dictionary<string, Uri> addresses = ApiRequest.Paths.ToDictionary(path => path, path => new Uri(root, path));
    private readonly Credentials credentials = new(options);
    private readonly PrometheusDecoder answers = new(new DecodeLimits(options.MaxAnswerBytes, options.MaxSeries, options.MaxPoints));
    private readonly PrometheusDecoder refusals = new(new DecodeLimits(MaxErrorBytes, 1, 1));

    /// <summary>Makes the attempt.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled: by the caller or by the attempt's timeout.</exception>
    public async ValueTask<Attempt> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> secrets = [];
        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, addresses[request.Path]) { Content = new FormUrlEncodedContent(request.Form) };
            try
            {
                secrets = credentials.AddTo(message.Headers);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return ServerProblem.Of(ProblemKind.Unauthorized, $"the credentials cannot be read: {SafeWords.Of(e.Message, [])}; check the file", request.QueryText);
            }
            using HttpResponseMessage response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return await ReadAsync(response, request, secrets, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            bool untrusted = e.HttpRequestError == HttpRequestError.SecureConnectionError;
            string remedy = untrusted ? "check the certificates (caFile, clientCertificateFile, clientKeyFile)" : "check the address, and that the server runs";
            return ServerProblem.Of(ProblemKind.Unreachable, $"the server cannot be reached: {Words(e, secrets)}; {remedy}", request.QueryText, retryable: !untrusted);
        }
        catch (InvalidDataException e)
        {
            return ServerProblem.Of(ProblemKind.Malformed, $"the answer's compression cannot be read: {Words(e, secrets)}; look for a proxy that changes answers", request.QueryText);
        }
        catch (IOException e)
        {
            return ServerProblem.Of(ProblemKind.Unreachable, $"the connection broke before the answer was whole: {Words(e, secrets)}; try again", request.QueryText, retryable: true);
        }
    }

    private async ValueTask<Attempt> ReadAsync(HttpResponseMessage response, ApiRequest request, IReadOnlyList<string> secrets, CancellationToken cancellationToken)
    {
        int status = (int)response.StatusCode;
        await using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken);
        if (status != 200) return await ReadRefusalAsync(response, body, request, secrets, cancellationToken);
        if (IsWebPage(response)) return ServerProblem.WebPage(request.QueryText, status);

        PrometheusAnswer answer = await answers.DecodeAsync(body, cancellationToken);
        if (answer.Fault is { } fault) return ServerProblem.Undecoded(fault, request.QueryText, status);
        if (!answer.Succeeded) return ServerProblem.Refused(status, SafeWords.Of(answer.ErrorType, secrets), SafeWords.Of(answer.Error, secrets), request.QueryText, null);
        return new Attempt { Answer = answer };
    }

    /// <summary>Reads why the server refused: its JSON, or the start of its text.</summary>
    private async ValueTask<Attempt> ReadRefusalAsync(HttpResponseMessage response, Stream body, ApiRequest request, IReadOnlyList<string> secrets, CancellationToken cancellationToken)
    {
        byte[] start = new byte[MaxErrorBytes];
        int length = await body.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        PrometheusAnswer answer = refusals.Decode(start.AsMemory(0, length));
        string words = answer.Fault is null ? answer.Error : IsWebPage(response) ? "" : Encoding.UTF8.GetString(start, 0, length);
        return ServerProblem.Refused((int)response.StatusCode, SafeWords.Of(answer.ErrorType, secrets), SafeWords.Of(words, secrets), request.QueryText, RetryAfter(response));
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        TimeSpan? wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static bool IsWebPage(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType is { } type && type.Contains("html", StringComparison.OrdinalIgnoreCase);

    private static string Words(Exception e, IReadOnlyList<string> secrets) =>
        SafeWords.Of(e.InnerException is { } inner && !e.Message.Contains(inner.Message, StringComparison.Ordinal) ? $"{e.Message.TrimEnd('.')}: {inner.Message}" : e.Message, secrets);
}
