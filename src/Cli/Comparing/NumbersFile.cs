using System.Text;
using CanaryJudge.Cli.Frame;
using CanaryJudge.Cli.Rendering;

namespace CanaryJudge.Cli.Comparing;

/// <summary>A file of numbers: a JSON array when it begins with '[', CSV when a column was named, else numbers with white space between them.</summary>
/// <param name="Name">The file's name as it was typed; "stdin" for -.</param>
/// <param name="Values">The numbers in their order, all finite; empty when there is a problem.</param>
/// <param name="Problems">What is wrong, each with file and line; empty when nothing is.</param>
internal sealed record NumbersFile(string Name, double[] Values, IReadOnlyList<string> Problems)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; - is standard input.</param>
    /// <param name="column">The CSV column; null when it is not CSV.</param>
    /// <param name="terminal">Whose standard input - is.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<NumbersFile> ReadAsync(string path, string? column, Terminal terminal, CancellationToken cancellationToken)
    {
        string name = path == "-" ? "stdin" : path;
        try
        {
            await using Stream stream = path == "-" ? terminal.OpenInput() : File.OpenRead(path);
            using var reader = new StreamReader(stream, Strict);
            return Parse(name, await reader.ReadToEndAsync(cancellationToken), column);
        }
        catch (DecoderFallbackException)
        {
            return new(name, [], [$"{name}: it is not UTF-8 text. Save the numbers as text, CSV or JSON."]);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return new(name, [], [$"{name}: it cannot be read: {Printable.OneLine(cause.Message)}"]);
        }
    }

    /// <summary>Reads the text of a file.</summary>
    public static NumbersFile Parse(string name, string text, string? column)
    {
        var found = new NumbersFound(name);
        if (text.AsSpan().TrimStart().StartsWith("[")) JsonNumbers.Read(text, found);
        else if (column is not null) CsvNumbers.Read(text, column, found);
        else PlainNumbers.Read(text, found);
        return found.ToFile();
    }
}
