using System.Text;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Cli.Frame;

/// <summary>A policy document as it was named on the command line.</summary>
/// <param name="Name">The file's name as it was typed; "stdin" for -.</param>
/// <param name="Text">The document.</param>
internal sealed record PolicyFile(string Name, string Text)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a document.</summary>
    /// <param name="path">A file, or - for standard input.</param>
    /// <param name="terminal">Whose standard input - is.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CommandFailedException">It cannot be read, or is not UTF-8.</exception>
    public static async Task<PolicyFile> ReadAsync(string path, Terminal terminal, CancellationToken cancellationToken)
    {
        (PolicyFile? file, string problem) = await TryReadAsync(path, terminal, cancellationToken);
        return file ?? throw new CommandFailedException(ExitCode.CouldNotJudge, $"{path}: {problem}");
    }

    /// <summary>Reads a document, or says why it cannot be read.</summary>
    /// <param name="path">A file, or - for standard input.</param>
    /// <param name="terminal">Whose standard input - is.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<(PolicyFile? File, string Problem)> TryReadAsync(string path, Terminal terminal, CancellationToken cancellationToken)
    {
        if (path == "-") return (new("stdin", await terminal.In.ReadToEndAsync(cancellationToken)), "");
        try
        {
            // One byte above the bound is enough for the parser to refuse it; a device or a huge file must not fill the memory.
            await using FileStream file = File.OpenRead(path);
            var bytes = new byte[PolicyLimits.DocumentBytes + 1];
            int length = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
            int mark = bytes.AsSpan(0, length).StartsWith("\uFEFF"u8) ? 3 : 0;
            // A bound that cuts a character must not look like a wrong encoding: too large is then the only problem.
            Encoding encoding = length == bytes.Length ? Encoding.UTF8 : Strict;
            return (new(path, encoding.GetString(bytes, mark, length - mark)), "");
        }
        catch (DecoderFallbackException)
        {
            return (null, "it is not UTF-8. Save the policy as UTF-8.");
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return (null, $"it cannot be read: {cause.Message}");
        }
    }
}
