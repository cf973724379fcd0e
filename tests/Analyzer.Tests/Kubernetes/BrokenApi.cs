using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CanaryJudge.Analyzer.Tests.Kubernetes;

/// <summary>At the place of an API server: writes the bytes that a test wants and hangs up, which a real server cannot be made to do at a chosen byte.</summary>
internal sealed class BrokenApi : IAsyncDisposable
{
    /// <summary>A whole answer: there is no such object.</summary>
    public const string Missing = "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: 25\r\n\r\n{\"message\":\"not found\"}  ";

    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _serving;
    private int _asked;

    private BrokenApi(int port)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>What is written before it hangs up.</summary>
    public string Answer { get; set; } = Missing;

    /// <summary>Requests that came whole.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public static BrokenApi Start(int port = 0) => new(port);

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Stop();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ended.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            using TcpClient caller = await _listener.AcceptTcpClientAsync(_ended.Token);
            NetworkStream stream = caller.GetStream();
            if (!await ReadAsync(stream)) continue;
            Interlocked.Increment(ref _asked);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Answer), _ended.Token);
        }
    }

    // True when a request came whole: its head, and as many bytes of a body as it says.
    private async Task<bool> ReadAsync(NetworkStream stream)
    {
        StringBuilder text = new();
        byte[] buffer = new byte[8192];
        while (true)
        {
            int read = 0;
            try
            {
                read = await stream.ReadAsync(buffer, _ended.Token);
            }
            catch (IOException)
            {
                // The caller has hung up.
            }

            if (read == 0) return false;
            text.Append(Encoding.ASCII.GetString(buffer, 0, read));
            string all = text.ToString();
            int end = all.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0) continue;
            string? length = all[..end].Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase));
            if (all.Length - end - 4 >= (length is null ? 0 : int.Parse(length.Split(' ')[1]))) return true;
        }
    }
}
