using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CanaryJudge.Cli.Frame;
using CanaryJudge.Contracts.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace CanaryJudge.Cli.Analyses;

/// <summary>The service's analyses, from a command's side. What the service refuses ends the command with the service's own words.</summary>
internal sealed class AnalysisServer : IDisposable
{
    // A connection that was cut without a word is noticed after both.
    private static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(10);

    private readonly ServerInputs _inputs;
    private readonly GrpcChannel _channel;
    private readonly AnalysisService.AnalysisServiceClient _client;

    /// <summary>Prepares the connection; nothing is sent yet.</summary>
    /// <exception cref="CommandFailedException">A file of certificates cannot be used.</exception>
    public AnalysisServer(ServerInputs inputs)
    {
        _inputs = inputs;
        bool isSocket = inputs.Address.Scheme == "unix";
        _channel = GrpcChannel.ForAddress(isSocket ? new Uri("http://localhost") : inputs.Address, new GrpcChannelOptions { HttpHandler = Handler(inputs, isSocket), DisposeHttpClient = true });
        _client = new AnalysisService.AnalysisServiceClient(_channel);
    }

    /// <summary>The connection, for the other services behind it.</summary>
    public GrpcChannel Channel => _channel;

    /// <summary>Starts an analysis.</summary>
    public Task<StartAnalysisResponse> StartAsync(StartAnalysisRequest request, CancellationToken cancellationToken) => CallAsync(o => _client.StartAnalysisAsync(request, o), cancellationToken);

    /// <summary>Looks an analysis up.</summary>
    public Task<GetAnalysisResponse> GetAsync(string id, CancellationToken cancellationToken) => CallAsync(o => _client.GetAnalysisAsync(new() { Id = id }, o), cancellationToken);

    /// <summary>A page of analyses.</summary>
    public Task<ListAnalysesResponse> ListAsync(ListAnalysesRequest request, CancellationToken cancellationToken) => CallAsync(o => _client.ListAnalysesAsync(request, o), cancellationToken);

    /// <summary>Calls an analysis off.</summary>
    public Task<CancelAnalysisResponse> CancelAsync(CancelAnalysisRequest request, CancellationToken cancellationToken) => CallAsync(o => _client.CancelAnalysisAsync(request, o), cancellationToken);

    /// <summary>Decides an analysis.</summary>
    public Task<OverrideAnalysisResponse> OverrideAsync(OverrideAnalysisRequest request, CancellationToken cancellationToken) => CallAsync(o => _client.OverrideAnalysisAsync(request, o), cancellationToken);

    /// <summary>Watches an analysis: one connection, until it breaks or the analysis ends.</summary>
    /// <remarks>The stream throws <see cref="RpcException"/>, so that the caller can go on where it broke.</remarks>
    public AsyncServerStreamingCall<WatchAnalysisResponse> Watch(string id, int after, CancellationToken cancellationToken) =>
        _client.WatchAnalysis(new() { Id = id, After = after }, new CallOptions(Headers(), cancellationToken: cancellationToken));

    /// <inheritdoc/>
    public void Dispose() => _channel.Dispose();

    private static SocketsHttpHandler Handler(ServerInputs inputs, bool isSocket)
    {
        SocketsHttpHandler handler = new()
        {
            KeepAlivePingDelay = PingAfter,
            KeepAlivePingTimeout = PingTimeout,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            EnableMultipleHttp2Connections = true,
        };
        if (isSocket)
        {
            handler.ConnectCallback = async (_, cancellationToken) =>
            {
                Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(inputs.Address.LocalPath), cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            };
        }

        if (inputs.CaFile is { } authorities) handler.SslOptions.CertificateChainPolicy = Use(authorities, Trust);
        if (inputs.CertFile is { } certificate) handler.SslOptions.ClientCertificateContext = Use(certificate, file => SslStreamCertificateContext.Create(X509Certificate2.CreateFromPemFile(file, inputs.KeyFile), additionalCertificates: null, offline: true));
        return handler;
    }

    private static X509ChainPolicy Trust(string file)
    {
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(file);
        return policy;
    }

    private static T Use<T>(string file, Func<string, T> read)
    {
        try
        {
            return read(file);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new CommandFailedException(ExitCode.CouldNotJudge, $"{file}: it cannot be used: {cause.Message}");
        }
    }

    /// <summary>What a call carries to sign in.</summary>
    public Metadata Headers()
    {
        Metadata headers = [];
        if (_inputs.TokenFile is { } file)
        {
            string token = Use(file, File.ReadAllText).Trim();
            if (token.Length == 0 || token.AsSpan().ContainsAnyExceptInRange('!', '~')) throw new CommandFailedException(ExitCode.CouldNotJudge, $"{file}: it does not hold a token.");
            headers.Add("authorization", "Bearer " + token);
        }

        return headers;
    }

    /// <summary>Makes a call that answers once, within the time that it may take.</summary>
    /// <exception cref="CommandFailedException">It was refused, or not answered.</exception>
    public async Task<T> CallAsync<T>(Func<CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellationToken)
    {
        // Its own limit and not a deadline of the call: a connection that is never answered would not end by that.
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_inputs.Timeout);
        try
        {
            return await call(new CallOptions(Headers(), cancellationToken: limit.Token));
        }
        catch (RpcException cancelled) when (cancelled.StatusCode == StatusCode.Cancelled && limit.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new CommandFailedException(ExitCode.CouldNotJudge, $"{_inputs.Address} has not answered within {_inputs.Timeout.TotalSeconds:0} s (--timeout).");
        }
        catch (RpcException refused)
        {
            throw new CommandFailedException(ExitCode.CouldNotJudge, ServerWords.Of(refused, _inputs.Address));
        }
    }
}
