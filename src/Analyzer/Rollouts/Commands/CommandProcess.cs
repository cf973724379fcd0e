using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace CanaryJudge.Analyzer.Rollouts.Commands;

/// <summary>Runs a program: no shell, nothing on its standard input, none of the service's own variables, bounded in time and in what it may say.</summary>
internal static class CommandProcess
{
    /// <summary>Runs it to its end; when the time is up it is ended, with all that it started.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="environment">What is added to its environment.</param>
    /// <param name="mostBytes">Bytes of each output that are kept; the rest is read and dropped.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<CommandResult> RunAsync(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, int mostBytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using Process process = new() { StartInfo = Info(command, environment) };
        try
        {
            process.Start();
        }
        catch (Win32Exception cannot)
        {
            return new CommandResult(null, [], cannot.Message, CouldNotStart: true);
        }

        process.StandardInput.Close();
        Task<byte[]> output = ReadAsync(process.StandardOutput.BaseStream, mostBytes + 1, cancellationToken), error = ReadAsync(process.StandardError.BaseStream, mostBytes + 1, cancellationToken);
        try
        {
            await Task.WhenAll(process.WaitForExitAsync(cancellationToken), output, error);
            return new CommandResult(process.ExitCode, await output, Encoding.UTF8.GetString(await error), CouldNotStart: false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            return new CommandResult(null, [], "", CouldNotStart: false);
        }
    }

    private static ProcessStartInfo Info(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment)
    {
        ProcessStartInfo info = new(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The service's settings may hold secrets, which are no business of the program.
        foreach (string own in info.Environment.Keys.Where(name => name.StartsWith(Settings.Setting.EnvironmentPrefix, StringComparison.OrdinalIgnoreCase)).ToArray()) info.Environment.Remove(own);
        foreach ((string name, string value) in environment) info.Environment[name] = value.Replace('\0', ' ');
        return info;
    }

    private static async Task<byte[]> ReadAsync(Stream stream, int most, CancellationToken cancellationToken)
    {
        using MemoryStream kept = new();
        byte[] buffer = new byte[8192];
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;) kept.Write(buffer, 0, Math.Min(read, most - (int)kept.Length));
        return kept.ToArray();
    }
}
