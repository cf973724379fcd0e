using System.Diagnostics;
using System.Text;

namespace CanaryJudge.TestKit;

/// <summary>A server that a test started: its process, its log, its folder of data. Disposing ends that process, and only that one.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    // The machine may be busy with other tests.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process process;
    private readonly StringBuilder log = new();
    private readonly List<(Func<string, string?> Match, TaskCompletionSource<string> Found)> waiters = [];
    private readonly EventHandler endWithTheTests;

    private ServerProcess(string program, IEnumerable<string> arguments, string folder)
    {
        Folder = folder;
        process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                UseShellExecute = false,
                WorkingDirectory = folder,
            },
            EnableRaisingEvents = true,
        };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Exited += (_, _) => Ended();
        endWithTheTests = (_, _) => Kill();
        AppDomain.CurrentDomain.ProcessExit += endWithTheTests;
    }

    /// <summary>The server's own folder, deleted when it is disposed.</summary>
    public string Folder { get; }

    /// <summary>The process id.</summary>
    public int Id => process.Id;

    /// <summary>Everything the server has written so far.</summary>
    public string Log
    {
        get { lock (log) return log.ToString(); }
    }

    /// <summary>Starts a program in a new folder.</summary>
    /// <param name="program">The program's name, found by <see cref="ServerPrograms"/>.</param>
    /// <param name="arguments">Its arguments, given the folder.</param>
    public static ServerProcess Start(string program, Func<string, IEnumerable<string>> arguments)
    {
        string path = ServerPrograms.Find(program) ?? throw new FileNotFoundException(ServerPrograms.MissingReason(program));
        string folder = Directory.CreateTempSubdirectory("canaryjudge-" + program + "-").FullName;
        var server = new ServerProcess(path, arguments(folder), folder);
        server.process.Start();
        server.process.BeginOutputReadLine();
        server.process.BeginErrorReadLine();
        return server;
    }

    /// <summary>Waits until a line of the log, past or to come, holds what is looked for.</summary>
    /// <exception cref="InvalidOperationException">The server ended, or said nothing of the kind for 90 s; the message holds its log.</exception>
    public async Task<string> WaitForLineAsync(Func<string, string?> match, CancellationToken cancellationToken)
    {
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (log)
        {
            foreach (string line in log.ToString().Split('\n'))
                if (match(line) is { } value) return value;
            waiters.Add((match, found));
        }
        if (process.HasExited) Ended();
        try
        {
            return await found.Task.WaitAsync(Patience, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new InvalidOperationException("The server did not say that it was ready:\n" + Log, e);
        }
    }

    /// <summary>Tells the server to stop, and waits until it has, a minute at most.</summary>
    /// <returns>Its exit code, also when it had ended before.</returns>
    /// <exception cref="TimeoutException">It has not.</exception>
    public async Task<int> StopAsync(CancellationToken cancellationToken)
    {
        if (!process.HasExited)
        {
            using Process signal = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            await signal.WaitForExitAsync(cancellationToken);
        }

        return await WaitForEndAsync(cancellationToken);
    }

    /// <summary>Waits until the server has ended by itself, a minute at most.</summary>
    /// <returns>Its exit code.</returns>
    /// <exception cref="TimeoutException">It has not.</exception>
    public async Task<int> WaitForEndAsync(CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(cancellationToken).WaitAsync(TimeSpan.FromMinutes(1), cancellationToken);
        return process.ExitCode;
    }

    /// <summary>Asks an address until it answers 200.</summary>
    /// <exception cref="InvalidOperationException">The server ended, or was not ready within 90 s; the message holds its log.</exception>
    public async Task WaitUntilReadyAsync(HttpClient client, Uri address, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        string last = "no answer";
        while (!process.HasExited && Stopwatch.GetElapsedTime(start) < Patience)
        {
            try
            {
                using HttpResponseMessage answer = await client.GetAsync(address, cancellationToken);
                if (answer.IsSuccessStatusCode) return;
                last = answer.StatusCode.ToString();
            }
            catch (HttpRequestException e)
            {
                last = e.Message;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
        }
        throw new InvalidOperationException($"The server was not ready ({last}):\n{Log}");
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= endWithTheTests;
        Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private void Kill()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It had not started, or had ended already.
        }
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (log)
        {
            log.Append(line).Append('\n');
            for (int i = waiters.Count - 1; i >= 0; i--)
            {
                if (waiters[i].Match(line) is not { } value) continue;
                waiters[i].Found.TrySetResult(value);
                waiters.RemoveAt(i);
            }
        }
    }

    private void Ended()
    {
        lock (log)
        {
            foreach (var (_, found) in waiters) found.TrySetException(new InvalidOperationException("The server ended:\n" + log));
            waiters.Clear();
        }
    }
}
