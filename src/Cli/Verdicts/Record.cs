using CanaryJudge.Cli.Frame;
using CanaryJudge.Cli.Rendering;
using CanaryJudge.Sources;
using CanaryJudge.Sources.Recordings;

namespace CanaryJudge.Cli.Verdicts;

/// <summary>The file of --record: the judged run, in the recording format, so that it can be judged again.</summary>
internal static class Record
{
    /// <summary>Opens the file, so that a path that cannot be written is told before anything is asked.</summary>
    /// <param name="path">The path; null when nothing is recorded.</param>
    /// <exception cref="CommandFailedException">It cannot be written.</exception>
    public static FileStream? Open(string? path)
    {
        if (path is null) return null;
        try
        {
            // What is there stays until there is a run to replace it.
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Failed(path, cause);
        }
    }

    /// <summary>Writes the run in place of what the file held.</summary>
    /// <exception cref="CommandFailedException">It cannot be written.</exception>
    public static async Task WriteAsync(FileStream file, JudgedRun run, CancellationToken cancellationToken)
    {
        string id = $"{run.Plan.Policy.Name}/{Times.Text(run.Plan.Windows.StartMillis)}";
        try
        {
            if (file.CanSeek) file.SetLength(0);
            await RecordingWriter.WriteAsync(file, Recording.Of(id, run), cancellationToken);
            await file.FlushAsync(cancellationToken);
        }
        catch (IOException cause)
        {
            throw Failed(file.Name, cause);
        }
    }

    private static CommandFailedException Failed(string path, Exception cause) =>
        new(ExitCode.CouldNotJudge, $"--record {path}: it cannot be written: {cause.Message}");
}
