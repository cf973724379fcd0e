using System.Diagnostics.Metrics;
using CanaryJudge.Analyzer.Telemetry;
using CanaryJudge.Judging.Deciding;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Analyses.Ticking;

/// <summary>
/// The latest verdict of every live analysis as gauges, for dashboards: values, differences and evidence of each metric. Told by the replica that judged last. Bounded: so many
/// analyses at a time, and so many series in the life of a process; what is left out is counted.
/// </summary>
internal sealed class LiveEvidence : IStartsAtZero
{
    /// <summary>The gauges with a series a metric, whose series are bounded by <see cref="MostSeries"/>.</summary>
    public static IReadOnlyList<string> Gauges { get; } = [Name("metric.value"), Name("metric.difference"), Name("evidence.harm.ratio"), Name("evidence.safe.ratio"), Name("analysis.verdict"), Name("analysis.windows")];

    /// <summary>Series of one gauge, over all analyses that a process has shown. OpenTelemetry keeps a place for each until the process ends.</summary>
    public const int MostSeries = 10_000;

    // After its end an analysis is shown a little longer, so that its verdict is scraped. One that this replica no longer ticks (another one does) is forgotten.
    private static readonly TimeSpan AfterEnd = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LeastSilence = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Shown> _shown = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Application, string Target, string Policy), int> _series = [];
    private readonly int _most;
    private readonly TimeProvider _clock;
    private readonly Counter<long> _leftOut;
    private int _places;

    /// <summary>Creates the gauges.</summary>
    public LiveEvidence(IMeterFactory meters, IOptions<TelemetryOptions> options, TimeProvider clock)
    {
        (_most, _clock) = (options.Value.EvidenceAnalyses, clock);
        Meter meter = meters.Create(VerdictMeter.Name);
        meter.CreateObservableGauge(Name("metric.value"), () => Tell(shown => shown.Gauges.Values), null, "Value of a metric on both sides in the latest verdict of a live analysis, in the metric's unit.");
        meter.CreateObservableGauge(Name("metric.difference"), () => Tell(shown => shown.Gauges.Differences), null, "Canary minus baseline: estimate, ends of the interval (low, high), and the margin, in the metric's unit.");
        meter.CreateObservableGauge(Name("evidence.harm.ratio"), () => Tell(shown => shown.Gauges.Harm), null, "How far harm of a metric is proven: 0 not at all, 1 proven.");
        meter.CreateObservableGauge(Name("evidence.safe.ratio"), () => Tell(shown => shown.Gauges.Safe), null, "How far safety of a metric is proven: 0 not at all, 1 proven.");
        meter.CreateObservableGauge(Name("analysis.verdict"), () => Tell(shown => shown.Gauges.Verdicts), null, "1 for the latest verdict of a live analysis, 0 for the others: promote, pause, rollback, could_not_judge.");
        meter.CreateObservableGauge(Name("analysis.windows"), () => Tell(shown => shown.Gauges.Windows), "{window}", "Windows judged so far (count=judged) and at most (count=horizon).");
        meter.CreateObservableGauge("canaryjudge.evidence.analyses", Count, "{analysis}", "Live analyses of this replica whose evidence is in the metrics.");
        _leftOut = meter.CreateCounter<long>("canaryjudge.evidence.left.out", "{verdict}", "Verdicts whose evidence is not in the metrics, because there are too many analyses or series.");
    }

    /// <inheritdoc/>
    public void TellZeros() => _leftOut.Add(0);

    /// <summary>Shows a verdict in place of the one before.</summary>
    /// <param name="tick">The tick that reached it.</param>
    /// <param name="policy">Name of the policy.</param>
    /// <param name="horizon">The policy's horizon.</param>
    /// <param name="verdict">The verdict.</param>
    /// <param name="after">Where the analysis stands after it.</param>
    public void Show(ClaimedTick tick, string policy, int horizon, Verdict verdict, AnalysisState after)
    {
        TimeSpan silence = TimeSpan.FromMilliseconds(3.0 * tick.IntervalMillis);
        TimeSpan shownFor = after != AnalysisState.Judging ? AfterEnd : silence > LeastSilence ? silence : LeastSilence;
        EvidenceGauges gauges = new(tick.Application, tick.Target, policy, horizon, verdict);
        lock (_gate)
        {
            Forget();
            string key = tick.Application + '\n' + tick.Target;
            bool isKnown = _shown.ContainsKey(key);
            if ((!isKnown && _shown.Count >= _most) || !Fits(tick, policy, gauges.MostSeries))
            {
                _leftOut.Add(1);
                return;
            }

            _shown[key] = new Shown(gauges, _clock.GetTimestamp() + (long)(shownFor.TotalSeconds * _clock.TimestampFrequency));
        }
    }

    private static string Name(string ending) => "canaryjudge." + ending;

    // The same target under the same policy takes the places that it has taken before.
    private bool Fits(ClaimedTick tick, string policy, int series)
    {
        (string, string, string) place = (tick.Application, tick.Target, policy);
        int more = Math.Max(0, series - _series.GetValueOrDefault(place));
        if (_places + more > MostSeries) return false;
        _places += more;
        _series[place] = _series.GetValueOrDefault(place) + more;
        return true;
    }

    private IEnumerable<Measurement<T>> Tell<T>(Func<Shown, IEnumerable<Measurement<T>>> part)
        where T : struct
    {
        lock (_gate)
        {
            Forget();
            return [.. _shown.Values.SelectMany(part)];
        }
    }

    private int Count()
    {
        lock (_gate)
        {
            Forget();
            return _shown.Count;
        }
    }

    private void Forget()
    {
        long now = _clock.GetTimestamp();
        foreach ((string key, Shown shown) in _shown)
        {
            if (shown.UntilTimestamp < now) _shown.Remove(key);
        }
    }

    private sealed record Shown(EvidenceGauges Gauges, long UntilTimestamp);
}
