using System.Data.Common;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using CanaryJudge.Analyzer.Telemetry;

namespace CanaryJudge.Analyzer.Analyses.Store;

/// <summary>What the service counts about its store.</summary>
internal sealed class StoreMeter : IStartsAtZero
{
    private static readonly double[] Seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    private readonly TimeProvider _clock;
    private readonly Counter<long> _failures;
    private readonly Histogram<double> _duration;
    private long _bytes = -1;
    private StoreCount? _count;
    private int _isReachable = -1;

    /// <summary>Creates the instruments.</summary>
    public StoreMeter(IMeterFactory meters, TimeProvider clock)
    {
        _clock = clock;
        Meter meter = meters.Create(VerdictMeter.Name);
        _failures = meter.CreateCounter<long>("canaryjudge.store.failures", "{failure}", "Reads and writes that the store failed, after repeating them, by operation.");
        _duration = meter.CreateHistogram("canaryjudge.store.duration", "s", "Time of one read or one transaction, by operation: read, write.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds });
        meter.CreateObservableGauge("canaryjudge.store.size", Bytes, "By", "Size of the store of analyses.");
        meter.CreateObservableGauge("canaryjudge.store.reachable", Reachable, null, "1 when the store answered at the last look, 0 when it did not; looked at every 10 s.");
        meter.CreateObservableGauge("canaryjudge.analyses", Analyses, "{analysis}", "Analyses in the store that have not ended, by state: waiting, judging, held. The same at every replica.");
        meter.CreateObservableGauge("canaryjudge.vetoes", () => Due(count => count.Vetoes), "{veto}", "Vetoes against promotions that stand, of Alertmanager and Flux. The same at every replica.");
        meter.CreateObservableGauge("canaryjudge.ticks.due", () => Due(count => count.Due), "{tick}", "Ticks that are due and that no replica has taken. The same at every replica.");
        meter.CreateObservableGauge("canaryjudge.ticks.due.age", () => Due(count => count.OldestDue.TotalSeconds), "s", "How long the tick that has waited longest is due.");
    }

    /// <inheritdoc/>
    public void TellZeros()
    {
        foreach (string operation in (string[])["read", "write"]) _failures.Add(0, new KeyValuePair<string, object?>("operation", operation));
    }

    /// <summary>Runs one operation of the store, timed, its failure counted.</summary>
    /// <param name="operation">read or write.</param>
    /// <param name="run">The operation.</param>
    public async Task<T> MeasureAsync<T>(string operation, Func<Task<T>> run)
    {
        KeyValuePair<string, object?> tag = new("operation", operation);
        // A step of a call or a tick; the looks in between have no trace of their own.
        using Activity? span = Activity.Current is null ? null : Spans.Source.StartActivity("store " + operation);
        long start = _clock.GetTimestamp();
        try
        {
            return await run();
        }
        catch (Exception cause) when (cause is DbException or IOException or TimeoutException)
        {
            span?.SetStatus(ActivityStatusCode.Error);
            _failures.Add(1, tag);
            throw;
        }
        finally
        {
            _duration.Record(_clock.GetElapsedTime(start).TotalSeconds, tag);
        }
    }

    /// <summary>Says how large the store is.</summary>
    public void SetSize(long bytes) => Interlocked.Exchange(ref _bytes, bytes);

    /// <summary>Says what the store holds; null when it cannot be reached.</summary>
    public void SetCount(StoreCount? count)
    {
        Volatile.Write(ref _count, count);
        Volatile.Write(ref _isReachable, count is null ? 0 : 1);
    }

    // What is not known is not told: a number of an earlier time would look like one of now.
    private IEnumerable<Measurement<long>> Bytes() => Interlocked.Read(ref _bytes) is >= 0 and long bytes ? [new(bytes)] : [];

    private IEnumerable<Measurement<int>> Reachable() => Volatile.Read(ref _isReachable) is >= 0 and int isReachable ? [new(isReachable)] : [];

    private IEnumerable<Measurement<long>> Analyses() =>
        Volatile.Read(ref _count) is { } count ? count.ByState.Select(state => new Measurement<long>(state.Value, new KeyValuePair<string, object?>("state", Words.Of(state.Key)))) : [];

    private IEnumerable<Measurement<double>> Due(Func<StoreCount, double> number) => Volatile.Read(ref _count) is { } count ? [new(number(count))] : [];
}
