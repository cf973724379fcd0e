using System.Text;

namespace CanaryJudge.Sources.Prometheus.Decoding;

/// <summary>One string for texts that come again: label names, and label values that many series share.</summary>
/// <remarks>A table of fixed size in which a newcomer replaces what was there: memory stays bounded whatever the labels are.</remarks>
internal sealed class LabelStrings
{
    private const int Slots = 1024;
    private const int MaxLength = 128;
    private readonly string?[] table = new string?[Slots];

    /// <summary>The text as a string.</summary>
    /// <param name="utf8">Valid UTF-8.</param>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > MaxLength) return Encoding.UTF8.GetString(utf8);
        uint hash = 2166136261; // FNV-1a
        foreach (byte unit in utf8) hash = unchecked((hash ^ unit) * 16777619);
        ref string? slot = ref table[(hash ^ (hash >> 16)) % Slots];
        if (slot is not null && Ascii.Equals(utf8, slot)) return slot;
        return slot = Encoding.UTF8.GetString(utf8);
    }
}
