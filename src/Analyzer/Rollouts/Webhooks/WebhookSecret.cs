using System.Text;

namespace CanaryJudge.Analyzer.Rollouts.Webhooks;

/// <summary>The keys of a secret's file, as bytes.</summary>
/// <param name="Keys">One or two keys; the first is the newest.</param>
internal sealed record WebhookSecret(IReadOnlyList<byte[]> Keys)
{
    private const int Shortest = 16;
    private const int Most = 2;

    /// <summary>Reads the lines of a file.</summary>
    /// <exception cref="InvalidDataException">There is no key, a short one, or more than two.</exception>
    public static WebhookSecret Read(byte[] content)
    {
        string[] lines = Encoding.UTF8.GetString(content).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length is 0 or > Most) throw new InvalidDataException($"There are {lines.Length} secrets: write one, or two while receivers change over, each on its own line.");
        if (lines.Any(line => line.Length < Shortest)) throw new InvalidDataException($"A secret is shorter than {Shortest} characters.");
        return new WebhookSecret([.. lines.Select(Encoding.UTF8.GetBytes)]);
    }
}
