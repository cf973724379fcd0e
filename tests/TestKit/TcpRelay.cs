using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace CanaryJudge.TestKit;

/// <summary>A network between a client and a server on this machine that can be slow, be cut, or swallow what is sent.</summary>
public sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<TcpClient, bool> open = new();
    private readonly int server;
    private readonly Task serving;
    private volatile bool isCut;
    private volatile TaskCompletionSource? silence;

    private TcpRelay(int server)
    {
        this.server = server;
        listener.Start();
        serving = ServeAsync();
    }

    /// <summary>The port to connect to in place of the server's.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>How long every packet takes, each way. Default: no time.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Starts one before a server on the loopback interface.</summary>
    public static TcpRelay To(int serverPort) => new(serverPort);

    /// <summary>Ends every connection, and each new one at once.</summary>
    public void Cut()
    {
        isCut = true;
        End();
    }

    /// <summary>Lets connections stand and be made, and nothing through any more, as a firewall that has forgotten them does.</summary>
    public void Swallow() => silence = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The network is well again; connections from before are not.</summary>
    public void Restore()
    {
        isCut = false;
        TaskCompletionSource? ended = silence;
        silence = null;
        if (ended is null) return;
        End();
        ended.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        End();
        await serving;
        listener.Dispose();
        stopping.Dispose();
    }

    private void End()
    {
        foreach (TcpClient client in open.Keys) client.Close();
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
            silence?.TrySetResult();
            await Task.WhenAll(connections);
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using TcpClient target = new();
        using (client)
        {
            if (isCut) return;
            open.TryAdd(client, true);
            open.TryAdd(target, true);
            try
            {
                await target.ConnectAsync(IPAddress.Loopback, server, stopping.Token);
                await Task.WhenAny(CopyAsync(client, target), CopyAsync(target, client));
            }
            catch (Exception gone) when (gone is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The server is not there, or the test is over.
            }

            open.TryRemove(client, out _);
            open.TryRemove(target, out _);
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to)
    {
        byte[] buffer = new byte[16 * 1024];
        try
        {
            int count;
            while ((count = await from.GetStream().ReadAsync(buffer, stopping.Token)) > 0)
            {
                if (silence is { } swallowed) await swallowed.Task;
                if (Delay > TimeSpan.Zero) await Task.Delay(Delay, TimeProvider.System, stopping.Token);
                await to.GetStream().WriteAsync(buffer.AsMemory(0, count), stopping.Token);
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // One end hung up, the network was cut, or the test is over.
        }
    }
}
