using CanaryJudge.Cli.Frame;
using CanaryJudge.Sources.Recordings;

namespace CanaryJudge.Cli.Replaying;

/// <summary>Reads the files of a replay, one after the other, line by line.</summary>
/// <param name="terminal">Whose standard input - is.</param>
internal sealed class ReplayInput(Terminal terminal)
{
    /// <summary>Hands every line to the caller; a file that cannot be read is an item that says so, and the next file is read.</summary>
    /// <param name="paths">The files; - is standard input.</param>
    /// <param name="add">Takes an item.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task ReadAsync(IReadOnlyList<string> paths, Func<ReplayItem, ValueTask> add, CancellationToken cancellationToken)
    {
        foreach (string path in paths)
        {
            string name = path == "-" ? "stdin" : path;
            if (await ReadFileAsync(path, name, add, cancellationToken) is { } problem) await add(new ReplayItem(name, null, problem));
        }
    }

    private async Task<string?> ReadFileAsync(string path, string name, Func<ReplayItem, ValueTask> add, CancellationToken cancellationToken)
    {
        int lines = 0;
        try
        {
            await using Stream stream = path == "-" ? terminal.OpenInput() : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
            await foreach (RecordingText text in RecordingReader.SplitAsync(stream, cancellationToken))
            {
                lines++;
                await add(new ReplayItem(name, text, null));
            }
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return $"it cannot be read: {cause.Message}";
        }

        // No rollouts are not "all rollouts in order": an empty glob or a truncated file must be seen.
        return lines > 0 ? null : "it holds no recordings.";
    }
}
