using System.Text;

namespace CanaryJudge.Analyzer.Rollouts.Commands;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit code; null when it was not done in time, or never started.</param>
/// <param name="Output">What it wrote to standard output, up to one byte more than the bound.</param>
/// <param name="Error">What it wrote to standard error, or why it could not be started.</param>
/// <param name="CouldNotStart">True when it never ran.</param>
internal sealed record CommandResult(int? ExitCode, byte[] Output, string Error, bool CouldNotStart)
{
    private const int LongestWords = 500;

    /// <summary>What it had to say, for the record: standard error, else standard output; one line, bounded.</summary>
    public string Words
    {
        get
        {
            string said = Error.Trim() is { Length: > 0 } error ? error : Encoding.UTF8.GetString(Output).Trim();
            string line = string.Concat(said.Select(letter => char.IsControl(letter) ? ' ' : letter));
            return line.Length <= LongestWords ? line : line[..LongestWords] + "...";
        }
    }
}
