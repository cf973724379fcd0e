using System.Diagnostics;
using System.Globalization;

namespace CanaryJudge.Benchmarks.Calls;

/// <summary>What one run of h2load saw: calls a second, half and 99 % of them within so many microseconds, and the server's processor a call.</summary>
internal sealed record Load(double CallsPerSecond, double HalfMicroseconds, double MostMicroseconds, double ProcessorMicroseconds)
{
    /// <summary>Calls for some seconds, from the second core.</summary>
    /// <param name="server">What is called.</param>
    /// <param name="path">The method's.</param>
    /// <param name="body">File with the body of a call; what h2load logs stands beside it for as long.</param>
    /// <param name="inFlight">Calls at the same time: 1, or a multiple of 4 over four connections.</param>
    /// <param name="seconds">How long.</param>
    /// <exception cref="InvalidOperationException">A call was not answered.</exception>
    public static async Task<Load> RunAsync(Server server, string path, string body, int inFlight, int seconds)
    {
        string log = body + ".log";
        try
        {
            (int connections, int streams) = inFlight == 1 ? (1, 1) : (4, inFlight / 4);
            TimeSpan before = server.Processor;
            await H2LoadAsync("-D", $"{seconds}", "-c", $"{connections}", "-m", $"{streams}", "-d", body, "-H", "content-type: application/grpc", "-H", "te: trailers", $"--log-file={log}", $"http://127.0.0.1:{server.Port}{path}");
            TimeSpan spent = server.Processor - before;

            // A call a line: when it began, its status in HTTP, how many microseconds it took.
            string[][] calls = [.. File.ReadLines(log).Select(line => line.Split('\t'))];
            if (calls.Length == 0 || calls.Any(call => call[1] != "200")) throw new InvalidOperationException($"{server.Name} did not answer every call of {path} with 200: {calls.Count(call => call[1] == "200")} of {calls.Length}.");
            double[] times = [.. calls.Select(call => double.Parse(call[2], CultureInfo.InvariantCulture)).Order()];
            return new Load(times.Length / (double)seconds, times[times.Length / 2], times[times.Length * 99 / 100], spent.TotalMicroseconds / times.Length);
        }
        finally
        {
            File.Delete(log);
        }
    }

    /// <summary>The medians of some runs.</summary>
    public static Load Median(IReadOnlyList<Load> runs)
    {
        double Of(Func<Load, double> value)
        {
            double[] sorted = [.. runs.Select(value).Order()];
            return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }

        return new Load(Of(r => r.CallsPerSecond), Of(r => r.HalfMicroseconds), Of(r => r.MostMicroseconds), Of(r => r.ProcessorMicroseconds));
    }

    /// <summary>That what it needs is there.</summary>
    /// <exception cref="InvalidOperationException">A program is missing, or there is a single core.</exception>
    public static async Task RequireAsync()
    {
        if (Environment.ProcessorCount < 2) throw new InvalidOperationException("There is one core: the servers need one, and the load another.");
        foreach ((string program, string package) in new[] { ("taskset", "util-linux"), ("h2load", "nghttp2-client") })
        {
            using Process search = Process.Start("sh", ["-c", $"command -v {program} > /dev/null"]);
            await search.WaitForExitAsync();
            if (search.ExitCode != 0) throw new InvalidOperationException($"{program} is not installed. On Debian: apt-get install {package}.");
        }
    }

    private static async Task H2LoadAsync(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("taskset", ["-c", "1", "h2load", .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"h2load ended with {process.ExitCode}: {await output}{await errors}");
    }
}
