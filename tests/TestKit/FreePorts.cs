using System.Net;
using System.Net.Sockets;

namespace CanaryJudge.TestKit;

/// <summary>Ports on this machine that nobody listens at just now. Somebody else may take one before it is used: what is started there must be able to fail.</summary>
public static class FreePorts
{
    /// <summary>One at the loopback address.</summary>
    public static int One() => Some(1)[0];

    /// <summary>Several that differ: all are held until all are known.</summary>
    /// <param name="count">How many.</param>
    /// <param name="address">The address; the loopback one unless given.</param>
    public static int[] Some(int count, string address = "127.0.0.1")
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Parse(address), 0))];
        try
        {
            foreach (TcpListener listener in listeners) listener.Start();
            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            foreach (TcpListener listener in listeners) listener.Dispose();
        }
    }
}
