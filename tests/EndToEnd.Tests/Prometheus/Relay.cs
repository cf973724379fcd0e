using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CanaryJudge.EndToEnd.Tests.Prometheus;

/// <summary>Passes connections on to a server on this machine, and keeps what went through.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly StringBuilder asked = new();
    private readonly StringBuilder answered = new();
    private readonly int port;
    private readonly Task serving;

    public Relay(int port)
    {
        this.port = port;
        listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        serving = ServeAsync();
    }

    public Uri Address { get; }

    public string Asked => Read(asked);

    public string Answered => Read(answered);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await serving;
        listener.Dispose();
        stopping.Dispose();
    }

    private async Task ServeAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true) connections.Add(PassAsync(await listener.AcceptTcpClientAsync(stopping.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            await server.ConnectAsync(IPAddress.Loopback, port, stopping.Token);
            await Task.WhenAny(CopyAsync(client, server, asked), CopyAsync(server, client, answered));
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, StringBuilder kept)
    {
        byte[] buffer = new byte[4096];
        try
        {
            int count;
            while ((count = await from.GetStream().ReadAsync(buffer, stopping.Token)) > 0)
            {
                lock (kept) kept.Append(Encoding.Latin1.GetString(buffer, 0, count));
                await to.GetStream().WriteAsync(buffer.AsMemory(0, count), stopping.Token);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // One end hung up, or the test is over.
        }
    }

    private static string Read(StringBuilder text)
    {
        lock (text) return text.ToString();
    }
}
