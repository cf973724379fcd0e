using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CanaryJudge.Sources.Tests.Prometheus;

/// <summary>A socket that reads each request and then does what the test says: for faults below HTTP.</summary>
internal sealed class FaultyServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly Task serving;
    private readonly Func<NetworkStream, CancellationToken, Task> answer;

    public FaultyServer(Func<NetworkStream, CancellationToken, Task> answer)
    {
        this.answer = answer;
        listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        serving = ServeAsync();
    }

    public Uri Address { get; }

    public int Requests { get; private set; }

    public static ValueTask HeadAsync(NetworkStream stream, string headers, CancellationToken cancellationToken) =>
        stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n{headers}\r\n"), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Dispose();
        await serving;
        stopping.Dispose();
    }

    private async Task ServeAsync()
    {
        List<Task> clients = [];
        try
        {
            while (true) clients.Add(AnswerAsync(await listener.AcceptTcpClientAsync(stopping.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            await Task.WhenAll(clients);
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                await ReadRequestAsync(stream);
                Requests++;
                await answer(stream, stopping.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The client hung up, or the test is over.
            }
        }
    }

    private async Task ReadRequestAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        byte[] buffer = new byte[4096];
        while (true)
        {
            int count = await stream.ReadAsync(buffer, stopping.Token);
            if (count == 0) return;
            text.Append(Encoding.ASCII.GetString(buffer, 0, count));
            string all = text.ToString();
            int head = all.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (head < 0) continue;
            string length = all.Split("\r\n").First(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))[15..];
            if (all.Length - head - 4 >= int.Parse(length)) return;
        }
    }
}
