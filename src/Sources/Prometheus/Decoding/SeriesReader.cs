using CanaryJudge.Judging.Measuring;

namespace CanaryJudge.Sources.Prometheus.Decoding;

/// <summary>Reads series: {"metric":{..},"values":[[time,"value"],..],"histograms":[[time,{..}],..]}, or with one value and one histogram.</summary>
internal sealed class SeriesReader(JsonScanner json, DecodeLimits limits)
{
    private readonly PointBuffer points = new(limits.MaxPoints);
    private readonly LabelReader labels = new(json);
    private readonly List<FetchedSeries> series = [];
    private readonly List<long> histogramTimes = [];
    private readonly List<NativeHistogramPoint> histogramPoints = [];
    private HistogramReader? histograms;

    private enum Field
    {
        Unknown,
        Metric,
        Values,
        Value,
        Histograms,
        Histogram,
    }

    /// <summary>What was read so far.</summary>
    public IReadOnlyList<FetchedSeries> Series => series;

    /// <summary>Reads a scalar, [time,"value"], whose array has been entered, as one series without labels.</summary>
    public async ValueTask ReadScalarAsync()
    {
        long time = await ReadTimeAsync();
        points.Add(time, await ReadFloatAsync());
        await LeavePointAsync();
        AddNumbers(LabelSet.Empty);
    }

    /// <summary>Reads one series.</summary>
    public async ValueTask ReadSeriesAsync()
    {
        LabelSet? metric = null;
        bool hasNumbers = false;
        bool hasHistograms = false;
        await json.EnterAsync('{');
        for (bool first = true; await json.NextFieldAsync(first); first = false)
        {
            Field field = Name(json.Text);
            await json.ExpectAsync(':');
            switch (field)
            {
                case Field.Metric:
                    if (metric is not null) throw Twice("metric");
                    metric = await labels.ReadAsync();
                    break;
                case Field.Values or Field.Value:
                    if (hasNumbers) throw Twice("values");
                    hasNumbers = true;
                    await (field == Field.Value ? ReadPointAsync() : ReadPointsAsync());
                    break;
                case Field.Histograms or Field.Histogram:
                    if (hasHistograms) throw Twice("histograms");
                    hasHistograms = true;
                    await (field == Field.Histogram ? ReadHistogramAsync() : ReadHistogramsAsync());
                    break;
                default: await json.SkipAsync(); break;
            }
        }
        if (metric is null) throw DecodeException.Malformed("a series has no metric");
        if (!hasNumbers && !hasHistograms) throw DecodeException.Malformed("a series has neither values nor histograms");
        if (points.Count > 0 || histogramTimes.Count == 0) AddNumbers(metric);
        if (histogramTimes.Count > 0) AddHistograms(metric);
    }

    /// <summary>The value of a string that holds a number.</summary>
    /// <exception cref="DecodeException">It holds something else.</exception>
    public static double Float(ReadOnlySpan<byte> text) =>
        FloatText.Read(text, out double value) is var used && used > 0 && used == text.Length
            ? value
            : throw DecodeException.Malformed("a value is not a number");

    private async ValueTask ReadPointsAsync()
    {
        await json.EnterAsync('[');
        for (bool first = true; await json.NextItemAsync(first); first = false)
            if (!PointScanner.TryScan(json.Window, points)) await ReadPointAsync();
    }

    private async ValueTask ReadPointAsync()
    {
        long time = await EnterPointAsync();
        points.Add(time, await ReadFloatAsync());
        await LeavePointAsync();
    }

    private async ValueTask ReadHistogramsAsync()
    {
        await json.EnterAsync('[');
        for (bool first = true; await json.NextItemAsync(first); first = false) await ReadHistogramAsync();
    }

    private async ValueTask ReadHistogramAsync()
    {
        long time = await EnterPointAsync();
        if (histogramTimes.Count > 0 && time <= histogramTimes[^1]) throw PointBuffer.NotRising();
        await json.ExpectAsync(',');
        points.Spend(1);
        histogramTimes.Add(time);
        histogramPoints.Add(await (histograms ??= new HistogramReader(json, points)).ReadAsync());
        await LeavePointAsync();
    }

    private async ValueTask<long> EnterPointAsync()
    {
        await json.EnterAsync('[');
        return await ReadTimeAsync();
    }

    private async ValueTask<long> ReadTimeAsync()
    {
        await json.ReadNumberAsync();
        return TimeText.TryRead(json.Text, out long millis) ? millis : throw DecodeException.Malformed("a time is out of range");
    }

    private async ValueTask<double> ReadFloatAsync()
    {
        await json.ExpectAsync(',');
        await json.ReadStringAsync();
        return Float(json.Text);
    }

    private async ValueTask LeavePointAsync()
    {
        if (await json.NextItemAsync(first: false)) throw DecodeException.Malformed("a point has more than two parts");
    }

    private void AddNumbers(LabelSet metric)
    {
        (long[] times, double[] values) = points.Take();
        Add(new FetchedSeries { Labels = metric, TimesMillis = times, Values = values });
    }

    private void AddHistograms(LabelSet metric)
    {
        Add(new FetchedSeries { Labels = metric, TimesMillis = [.. histogramTimes], Histograms = [.. histogramPoints] });
        histogramTimes.Clear();
        histogramPoints.Clear();
    }

    private void Add(FetchedSeries one)
    {
        if (series.Count >= limits.MaxSeries) throw new DecodeException(DecodeFaultKind.TooManySeries, $"it holds more than {limits.MaxSeries:N0} series");
        series.Add(one);
    }

    private static DecodeException Twice(string field) => DecodeException.Malformed($"a series has {field} twice");

    private static Field Name(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("metric"u8)) return Field.Metric;
        if (name.SequenceEqual("values"u8)) return Field.Values;
        if (name.SequenceEqual("value"u8)) return Field.Value;
        if (name.SequenceEqual("histograms"u8)) return Field.Histograms;
        return name.SequenceEqual("histogram"u8) ? Field.Histogram : Field.Unknown;
    }
}
