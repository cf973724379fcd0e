using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CanaryJudge.Benchmarks.Calls;

/// <summary>A server on the first core, as a process of its own.</summary>
internal sealed class Server : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private readonly Process _process;

    private Server(string name, int port, Process process) => (Name, Port, _process) = (name, port, process);

    public string Name { get; }

    public int Port { get; }

    /// <summary>Time of the processor since the start.</summary>
    public TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Memory, in MiB.</summary>
    public double MemoryMebibytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1048576.0;
        }
    }

    /// <summary>Starts it and waits until its port is open.</summary>
    /// <param name="name">What it is called in the table.</param>
    /// <param name="command">Program and arguments, as a shell reads them; {port} is a free one.</param>
    public static async Task<Server> StartAsync(string name, string command)
    {
        int port = FreePort();
        string line = command.Replace("{port}", port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

        // The log is written, and read by nobody: who reads it would take one of the two cores.
        Process process = Process.Start("sh", ["-c", $"exec taskset -c 0 {line} > /dev/null"]);
        Server server = new(name, port, process);
        for (long start = Stopwatch.GetTimestamp(); !await IsOpenAsync(port); await Task.Delay(20))
        {
            if (!process.HasExited && Stopwatch.GetElapsedTime(start) < StartLimit) continue;
            server.Dispose();
            throw new InvalidOperationException($"{name} does not listen: {line}");
        }

        return server;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<bool> IsOpenAsync(int port)
    {
        using TcpClient client = new();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
