using System.Runtime.InteropServices;

namespace CanaryJudge.Sources.Prometheus.Decoding;

/// <summary>Reads the labels of a series: {"__name__":"up","job":"api"}.</summary>
internal sealed class LabelReader(JsonScanner json, LabelCache cache)
{
    private readonly LabelStrings strings = new();
    private readonly List<string> namesAndValues = [];

    /// <summary>Reads one set. A text that was read before is only compared, not read again.</summary>
    public ValueTask<LabelSet> ReadAsync()
    {
        ReadOnlySpan<byte> unread = json.Window.Unread;
        int length = unread.StartsWith("{"u8) ? LabelText.Length(unread) : 0;
        if (length is 0 or > LabelCache.MaxTextBytes) return ReadFieldsAsync();
        ReadOnlySpan<byte> text = unread[..length];
        if (cache.Find(text, out uint hash) is not { } known) return ReadAndKeepAsync(text.ToArray(), hash);
        json.Window.Consume(length);
        return new ValueTask<LabelSet>(known);
    }

    private async ValueTask<LabelSet> ReadAndKeepAsync(byte[] text, uint hash)
    {
        LabelSet labels = await ReadFieldsAsync();
        cache.Add(text, hash, labels);
        return labels;
    }

    private async ValueTask<LabelSet> ReadFieldsAsync()
    {
        namesAndValues.Clear();
        await json.EnterAsync('{');
        for (bool first = true; await json.NextFieldAsync(first); first = false)
        {
            if (namesAndValues.Count >= 2 * DecodeLimits.MaxLabels) throw DecodeException.Malformed($"a series has more than {DecodeLimits.MaxLabels} labels");
            namesAndValues.Add(strings.Get(json.Text));
            await json.ExpectAsync(':');
            await json.ReadStringAsync();
            namesAndValues.Add(strings.Get(json.Text));
        }
        return LabelSet.Create(CollectionsMarshal.AsSpan(namesAndValues)) ?? throw DecodeException.Malformed("a series has a label twice");
    }
}
