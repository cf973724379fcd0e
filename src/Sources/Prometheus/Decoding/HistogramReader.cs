using CanaryJudge.Judging.Measuring;

namespace CanaryJudge.Sources.Prometheus.Decoding;

/// <summary>Reads native histograms: {"count":"5","sum":"3.5","buckets":[[0,"1","2","3"],[0,"2","4","2"]]}.</summary>
internal sealed class HistogramReader(JsonScanner json, PointBuffer points)
{
    private readonly List<double> lower = [];
    private readonly List<double> upper = [];
    private readonly List<double> counts = [];

    private enum Field
    {
        Unknown,
        Count,
        Sum,
        Buckets,
    }

    /// <summary>Reads one.</summary>
    public async ValueTask<NativeHistogramPoint> ReadAsync()
    {
        double? count = null;
        double? sum = null;
        bool buckets = false;
        lower.Clear();
        upper.Clear();
        counts.Clear();
        await json.EnterAsync('{');
        for (bool first = true; await json.NextFieldAsync(first); first = false)
        {
            Field field = Name(json.Text);
            await json.ExpectAsync(':');
            switch (field)
            {
                case Field.Count:
                    if (count is not null) throw DecodeException.Malformed("a histogram has two counts");
                    count = await ReadFloatAsync();
                    break;
                case Field.Sum:
                    if (sum is not null) throw DecodeException.Malformed("a histogram has two sums");
                    sum = await ReadFloatAsync();
                    break;
                case Field.Buckets:
                    if (buckets) throw DecodeException.Malformed("a histogram has buckets twice");
                    buckets = true;
                    await ReadBucketsAsync();
                    break;
                default: await json.SkipAsync(); break;
            }
        }
        if (count is null) throw DecodeException.Malformed("a histogram has no count");
        return new NativeHistogramPoint(count.Value, sum ?? double.NaN, [.. lower], [.. upper], [.. counts]);
    }

    private async ValueTask ReadBucketsAsync()
    {
        if (await json.PeekAsync() == 'n')
        {
            await json.ExpectWordAsync("null"); // how Go writes a list without items
            return;
        }
        await json.EnterAsync('[');
        for (bool first = true; await json.NextItemAsync(first); first = false)
        {
            points.Spend(1);
            await ReadBucketAsync();
        }
    }

    /// <summary>[which bounds belong to it, lower, upper, count]: which bounds are inclusive does not matter to counts.</summary>
    private async ValueTask ReadBucketAsync()
    {
        await json.EnterAsync('[');
        await json.ReadNumberAsync();
        await json.ExpectAsync(',');
        double from = await ReadFloatAsync();
        await json.ExpectAsync(',');
        double to = await ReadFloatAsync();
        await json.ExpectAsync(',');
        double count = await ReadFloatAsync();
        if (await json.NextItemAsync(first: false)) throw DecodeException.Malformed("a histogram's bucket has more than four parts");
        if (!(from < to) || (lower.Count > 0 && !(lower[^1] < from && upper[^1] < to)))
            throw DecodeException.Malformed("the bounds of a histogram's buckets do not rise");
        lower.Add(from);
        upper.Add(to);
        counts.Add(count);
    }

    private async ValueTask<double> ReadFloatAsync()
    {
        await json.ReadStringAsync();
        return PointReader.Float(json.Text);
    }

    private static Field Name(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("count"u8) ? Field.Count : name.SequenceEqual("sum"u8) ? Field.Sum : name.SequenceEqual("buckets"u8) ? Field.Buckets : Field.Unknown;
}
