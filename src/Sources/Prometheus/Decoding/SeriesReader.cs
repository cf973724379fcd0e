using System.Runtime.InteropServices;
using CanaryJudge.Judging.Measuring;

namespace CanaryJudge.Sources.Prometheus.Decoding;

/// <summary>Reads series: {"metric":{..},"values":[[time,"value"],..],"histograms":[[time,{..}],..]}, or with one value and one histogram.</summary>
internal sealed class SeriesReader
{
    private readonly JsonScanner json;
    private readonly DecodeLimits limits;
    private readonly LabelReader labels;
    private readonly PointBuffer buffer;
    private readonly PointReader points;
    private readonly HistogramReader histograms;
    private readonly List<long> histogramTimes = [];
    private readonly List<NativeHistogramPoint> histogramPoints = [];
    private ISeriesReceiver? receiver;
    private int count;

    public SeriesReader(JsonScanner json, DecodeLimits limits, LabelCache known)
    {
        this.json = json;
        this.limits = limits;
        labels = new LabelReader(json, known);
        buffer = new PointBuffer(limits.MaxPoints);
        points = new PointReader(json, buffer);
        histograms = new HistogramReader(json, buffer);
    }

    private enum Field
    {
        Unknown,
        Metric,
        Values,
        Value,
        Histograms,
        Histogram,
    }

    /// <summary>Starts the next answer.</summary>
    /// <param name="into">Takes its series; null lets go of the last one.</param>
    public void Reset(ISeriesReceiver? into)
    {
        buffer.Reset();
        histogramTimes.Clear();
        histogramPoints.Clear();
        receiver = into;
        count = 0;
    }

    /// <summary>Reads a scalar, [time,"value"], whose array has been entered, as one series without labels.</summary>
    public async ValueTask ReadScalarAsync()
    {
        await points.ReadPartsAsync();
        AddNumbers(LabelSet.Empty);
    }

    /// <summary>Reads one series.</summary>
    public async ValueTask ReadSeriesAsync()
    {
        LabelSet? metric = null;
        bool hasNumbers = false;
        bool hasHistograms = false;
        bool first = true;
        if (json.TryTake("{\"metric\":"u8, enters: 1))
        {
            metric = await labels.ReadAsync();
            first = false;
            if (hasNumbers = json.TryTake(",\"values\":["u8, enters: 1)) await points.ReadRestAsync();
        }
        else
        {
            await json.EnterAsync('{');
        }
        for (; await json.NextFieldAsync(first); first = false)
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
                    await (field == Field.Value ? points.ReadAsync() : ReadPointsAsync());
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
        if (buffer.Count > 0 || histogramTimes.Count == 0) AddNumbers(metric);
        if (histogramTimes.Count > 0) AddHistograms(metric);
    }

    private async ValueTask ReadPointsAsync()
    {
        await json.EnterAsync('[');
        await points.ReadRestAsync();
    }

    private async ValueTask ReadHistogramsAsync()
    {
        await json.EnterAsync('[');
        for (bool first = true; await json.NextItemAsync(first); first = false) await ReadHistogramAsync();
    }

    private async ValueTask ReadHistogramAsync()
    {
        long time = await points.EnterAsync();
        if (histogramTimes.Count > 0 && time <= histogramTimes[^1]) throw PointBuffer.NotRising();
        await json.ExpectAsync(',');
        buffer.Spend(1);
        histogramTimes.Add(time);
        histogramPoints.Add(await histograms.ReadAsync());
        await points.LeaveAsync();
    }

    private void AddNumbers(LabelSet metric)
    {
        buffer.Spend(buffer.Count);
        CountOne();
        receiver!.Numbers(metric, buffer.Times, buffer.Values);
        buffer.Clear();
    }

    private void AddHistograms(LabelSet metric)
    {
        CountOne();
        receiver!.Histograms(metric, CollectionsMarshal.AsSpan(histogramTimes), CollectionsMarshal.AsSpan(histogramPoints));
        histogramTimes.Clear();
        histogramPoints.Clear();
    }

    private void CountOne()
    {
        if (count >= limits.MaxSeries) throw new DecodeException(DecodeFaultKind.TooManySeries, $"it holds more than {limits.MaxSeries:N0} series");
        count++;
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
