using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace CanaryJudge.EndToEnd.Tests.Cli;

/// <summary>The built canaryjudge as a process of its own.</summary>
internal sealed class CliProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly Process _process;
    private readonly StringBuilder _out = new();
    private readonly Task _reading;
    private readonly Task<string> _error;
    private readonly List<(string Text, TaskCompletionSource Shown)> _awaited = [];

    private CliProcess(Process process)
    {
        _process = process;
        _reading = ReadAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    /// <summary>What dotnet starts.</summary>
    public static string Program => Path.Combine(AppContext.BaseDirectory, "canaryjudge.dll");

    /// <summary>Ends when the demo has printed a line about a window.</summary>
    public Task FirstWindow => ShownAsync("  1/");

    /// <summary>Ends when this text stands on its standard output.</summary>
    public Task ShownAsync(string text)
    {
        TaskCompletionSource shown = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_out)
        {
            _awaited.Add((text, shown));
            Tell();
        }

        return shown.Task.WaitAsync(Patience);
    }

    /// <summary>TCP ports of the loopback on which it listens now.</summary>
    public IReadOnlyList<int> ListeningPorts()
    {
        string[] sockets = [.. Directory.EnumerateFiles($"/proc/{_process.Id}/fd")
            .Select(fd => new FileInfo(fd).LinkTarget ?? "").Where(target => target.StartsWith("socket:[", StringComparison.Ordinal)).Select(target => target[8..^1])];
        return
        [
            .. File.ReadLines($"/proc/{_process.Id}/net/tcp").Skip(1)
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(fields => fields[3] == "0A" && sockets.Contains(fields[9]))
                .Select(fields => int.Parse(fields[1].Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture)),
        ];
    }

    /// <summary>Starts it on pipes.</summary>
    public static CliProcess Start(params IEnumerable<string> args) => Launch("dotnet", [Program, .. args], []);

    /// <summary>Starts a program with more in its environment.</summary>
    public static CliProcess Launch(string program, IEnumerable<string> args, params IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        foreach (string name in (string[])["NO_COLOR", "TERM", "GITHUB_ACTIONS"]) start.Environment.Remove(name);
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        return new CliProcess(Process.Start(start)!);
    }

    /// <summary>Runs it to its end.</summary>
    public static Task<CliResult> RunAsync(params IEnumerable<string> args) => RunWithAsync("", args);

    /// <summary>Runs it to its end with this on its standard input.</summary>
    public static async Task<CliResult> RunWithAsync(string input, params IEnumerable<string> args)
    {
        await using CliProcess process = Start(args);
        await process._process.StandardInput.WriteAsync(input);
        process._process.StandardInput.Close();
        return await process.WaitAsync();
    }

    /// <summary>Sends a signal, by its name.</summary>
    public async Task SignalAsync(string name)
    {
        using Process kill = Process.Start("kill", ["-s", name, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Waits for its end.</summary>
    public async Task<CliResult> WaitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        await _reading;
        return new CliResult(_process.ExitCode, _out.ToString(), await _error);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new char[4096];
        int count;
        while ((count = await _process.StandardOutput.ReadAsync(buffer)) > 0)
        {
            lock (_out)
            {
                _out.Append(buffer, 0, count);
                Tell();
            }
        }

        lock (_out)
        {
            foreach ((string text, TaskCompletionSource shown) in _awaited) shown.TrySetException(new InvalidOperationException($"It ended and has not shown '{text}': {_out}"));
        }
    }

    private void Tell()
    {
        string all = _out.ToString();
        foreach ((string text, TaskCompletionSource shown) in _awaited)
        {
            if (all.Contains(text, StringComparison.Ordinal)) shown.TrySetResult();
        }
    }
}

/// <summary>How a run ended.</summary>
internal sealed record CliResult(int Code, string Out, string Error);
