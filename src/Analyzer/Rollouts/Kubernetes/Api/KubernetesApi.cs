using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Rollouts.Kubernetes.Api;

/// <summary>
/// Reads and patches objects of one API server, as plain JSON: a pod template that went through a model of ours would lose the fields of newer servers (decision 0070).
/// </summary>
internal sealed class KubernetesApi(IOptions<KubernetesOptions> options, TimeProvider clock, ILogger<KubernetesApi> logger) : IDisposable
{
    private readonly Lock _gate = new();
    private ApiConnection? _connection;

    /// <summary>Opens the connection, for the first target that needs it.</summary>
    /// <returns>False when there is a fault.</returns>
    public bool TryOpen(ICollection<string> faults)
    {
        lock (_gate)
        {
            List<string> found = [];
            _connection ??= ApiConnection.Open(options.Value, clock, logger, found);
            foreach (string fault in found.Except(faults)) faults.Add(fault);
            return _connection is not null;
        }
    }

    /// <summary>Reads an object or a list.</summary>
    /// <param name="path">Its path below the API's address.</param>
    /// <param name="what">What people call it.</param>
    /// <param name="right">The right it needs.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ApiReading> GetAsync(string path, string what, RolloutRight right, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(path, UriKind.Relative));
        ApiAnswer answer = await SendAsync(request, cancellationToken);
        return answer.Status switch
        {
            null => ApiReading.Failed(RolloutProblemKind.Unreachable, $"{what} could not be read: {answer.Words}", "Look whether the Kubernetes API answers; it is asked again."),
            HttpStatusCode.NotFound => ApiReading.Failed(RolloutProblemKind.Missing, $"There is no {what}.", "Correct the target's settings, or make it."),
            HttpStatusCode.Forbidden => ApiReading.Failed(RolloutProblemKind.Forbidden, $"{what} may not be read: {answer.Words}", $"Grant the right: {right} (docs/kubernetes.md)."),
            HttpStatusCode.Unauthorized => ApiReading.Failed(RolloutProblemKind.Forbidden, $"{what} could not be read: the token was not accepted.", "Look at Kubernetes:TokenFile, or at the pod's service account."),
            HttpStatusCode.OK when answer.Content is { } content => ApiReading.Of(content),
            HttpStatusCode.OK => ApiReading.Failed(RolloutProblemKind.Unreadable, $"{what} could not be understood: the answer is no JSON object within bounds.", "Look at what is at Kubernetes:Address."),
            { } status => ApiReading.Failed(RolloutProblemKind.Unreachable, $"{what} could not be read: {(int)status} {answer.Words}", "Look whether the Kubernetes API answers; it is asked again."),
        };
    }

    /// <summary>Reads an object.</summary>
    public Task<ApiReading> GetAsync(ObjectAddress address, CancellationToken cancellationToken) => GetAsync(address.Path, address.ToString(), address.Right("get"), cancellationToken);

    /// <summary>Sends a patch once.</summary>
    /// <param name="path">Where it goes.</param>
    /// <param name="step">What is sent, and until when.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ApiAnswer> PatchAsync(string path, RolloutStep step, CancellationToken cancellationToken)
    {
        LimitedContent content = new(Encoding.UTF8.GetBytes(step.Body), step.Limit) { Headers = { ContentType = new MediaTypeHeaderValue(step.ContentType) } };
        using HttpRequestMessage request = new(HttpMethod.Patch, new Uri(path, UriKind.Relative)) { Content = content };
        return await SendAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _connection?.Dispose();

    private Task<ApiAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ApiConnection connection = _connection ?? throw new InvalidOperationException("The connection was not opened: a rollout is made by its kind.");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("canaryjudge", null));
        if (connection.Token is { } token) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return ApiAnswer.OfAsync(connection.Client, request, cancellationToken);
    }
}
