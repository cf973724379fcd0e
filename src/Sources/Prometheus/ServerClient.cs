using System.Net.Http.Headers;
using CanaryJudge.Judging.Measuring;
using Polly;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Timeout;

namespace CanaryJudge.Sources.Prometheus;

/// <summary>Makes requests of one server, each with its attempts: every end is an answer or a problem.</summary>
internal sealed class ServerClient : IDisposable
{
    private readonly HttpClient http;
    private readonly ServerCall call;
    private readonly ResiliencePipeline<Attempt> resilience;
    private readonly PrometheusOptions options;

    /// <summary>A client that owns the handler.</summary>
    public ServerClient(PrometheusOptions options, TimeProvider time, HttpMessageHandler handler)
    {
        this.options = options;
        var root = new Uri(options.Address.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/");
        http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan }; // each attempt has its own timeout
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("canaryjudge", null));
        call = new ServerCall(http, root, options, time);
        resilience = Resilience.Create(options, time);
    }

    /// <summary>Makes one request.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<Attempt> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await resilience.ExecuteAsync(
                static (state, token) => state.call.SendAsync(state.request, token), (call, request), cancellationToken);
        }
        catch (TimeoutRejectedException)
        {
            return ServerProblem.Of(
                ProblemKind.Timeout,
                $"no whole answer came within {options.Timeout.TotalSeconds} s ({Times(options.Attempts)}); simplify the query, or raise the timeout",
                request.QueryText);
        }
        catch (BrokenCircuitException)
        {
            return ServerProblem.Of(ProblemKind.Unreachable, "the server was not asked, because most recent requests failed; it will be asked again within 15 s", request.QueryText);
        }
        catch (RateLimiterRejectedException)
        {
            return ServerProblem.Of(ProblemKind.Overloaded, "too many questions wait for this server already; ask less at once", request.QueryText);
        }
    }

    public void Dispose() => http.Dispose();

    private static string Times(int attempts) => attempts == 1 ? "one attempt" : $"{attempts} attempts";
}
