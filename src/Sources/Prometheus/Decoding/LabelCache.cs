namespace CanaryJudge.Sources.Prometheus.Decoding;

/// <summary>The label sets that were read, by their text: the same series come with every answer, and their labels are read and kept once.</summary>
/// <remarks>
/// A table of fixed size in which newcomers replace what was there, so that memory stays bounded whatever the labels are: at most
/// <see cref="Slots"/> texts of <see cref="MaxTextBytes"/> with what they say. Thread-safe: an entry never changes.
/// </remarks>
internal sealed class LabelCache
{
    /// <summary>Label sets kept at most.</summary>
    public const int Slots = 4096;

    /// <summary>Bytes of a text at most; longer ones are not kept.</summary>
    public const int MaxTextBytes = 1024;

    private const int Ways = 8; // slots that one text may take
    private readonly Lazy<Entry?[]> table = new(() => new Entry?[Slots]);

    /// <summary>What a text stands for, when it was read before.</summary>
    /// <param name="text">The labels' object as it stands in the answer.</param>
    /// <param name="hash">For <see cref="Add"/>.</param>
    public LabelSet? Find(ReadOnlySpan<byte> text, out uint hash)
    {
        var hashing = new HashCode();
        hashing.AddBytes(text);
        hash = unchecked((uint)hashing.ToHashCode());
        for (int way = 0; way < Ways; way++)
        {
            Entry? entry = Volatile.Read(ref table.Value[Slot(hash, way)]);
            if (entry is null) return null;
            if (entry.Hash == hash && text.SequenceEqual(entry.Text)) return entry.Labels;
        }
        return null;
    }

    /// <summary>Keeps what a text stands for.</summary>
    public void Add(byte[] text, uint hash, LabelSet labels)
    {
        int slot = Slot(hash, 0);
        for (int way = 0; way < Ways; way++)
        {
            int free = Slot(hash, way);
            if (Volatile.Read(ref table.Value[free]) is not null) continue;
            slot = free;
            break;
        }
        Volatile.Write(ref table.Value[slot], new Entry(text, hash, labels));
    }

    private static int Slot(uint hash, int way) => (int)((hash % Slots + (uint)way) % Slots);

    private sealed record Entry(byte[] Text, uint Hash, LabelSet Labels);
}
