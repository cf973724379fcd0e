using System.Runtime.InteropServices;

namespace CanaryJudge.Sources.Prometheus.Decoding;

/// <summary>Reads the labels of a series: {"__name__":"up","job":"api"}.</summary>
internal sealed class LabelReader(JsonScanner json)
{
    private readonly LabelStrings strings = new();
    private readonly List<string> namesAndValues = [];

    /// <summary>Reads one set.</summary>
    public async ValueTask<LabelSet> ReadAsync()
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
