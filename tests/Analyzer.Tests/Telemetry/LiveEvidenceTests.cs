using System.Diagnostics.Metrics;
using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Analyzer.Analyses.Ticking;
using CanaryJudge.Analyzer.Telemetry;
using CanaryJudge.Judging.Deciding;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CanaryJudge.Analyzer.Tests.Telemetry;

/// <summary>Which analyses are in the metrics, and for how long.</summary>
public sealed class LiveEvidenceTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly IMeterFactory _meters;
    private readonly MeterListener _listener = new();
    private readonly List<(string Gauge, string Target)> _told = [];
    private long _leftOut;

    public LiveEvidenceTests()
    {
        // Listeners hear every meter of the process, also those that other tests make while this one ends.
        _meters = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == VerdictMeter.Name && instrument.Meter.Scope == _meters) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Tell(instrument, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Tell(instrument, tags));
        _listener.SetMeasurementEventCallback<long>((_, more, _, _) => _leftOut += more);
        _listener.Start();
    }

    [Fact]
    public void Analysis_IsTold_UntilItHasBeenSilentOrOverForLong()
    {
        LiveEvidence evidence = Evidence(most: 10);
        evidence.Show(Tick("live", intervalMillis: 60_000), "p", 20, Verdict(), AnalysisState.Judging);
        evidence.Show(Tick("over", intervalMillis: 60_000), "p", 20, Verdict(), AnalysisState.Ended);

        Assert.Equal(["live", "over"], Targets());
        _clock.Advance(TimeSpan.FromSeconds(121));
        Assert.Equal(["live"], Targets());
        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Empty(Targets());
    }

    [Fact]
    public void AnalysesAboveTheBound_AreLeftOut_AndCounted_UntilThereIsRoom()
    {
        LiveEvidence evidence = Evidence(most: 2);
        foreach (string target in (string[])["a", "b", "c", "a"]) evidence.Show(Tick(target), "p", 20, Verdict(), AnalysisState.Judging);

        Assert.Equal(["a", "b"], Targets());
        Assert.Equal(1, _leftOut);
        _clock.Advance(TimeSpan.FromMinutes(5));
        evidence.Show(Tick("c"), "p", 20, Verdict(), AnalysisState.Judging);
        Assert.Equal(["c"], Targets());
    }

    [Fact]
    public void TargetsWithoutEnd_TakeNoMorePlacesThanThereAre()
    {
        LiveEvidence evidence = Evidence(most: 1);
        for (int k = 0; k < LiveEvidence.MostSeries; k++)
        {
            evidence.Show(Tick("target " + k), "p", 20, Verdict(), AnalysisState.Judging);
            _clock.Advance(TimeSpan.FromMinutes(5));
        }

        // Four series of the verdict each.
        Assert.Equal(LiveEvidence.MostSeries * 3 / 4, _leftOut);
    }

    [Fact]
    public void NamesOfCallers_AboveTheBound_AreCountedTogether()
    {
        BoundedLabel label = new(2);

        Assert.Equal(["a", "b", BoundedLabel.Others, "a", BoundedLabel.Others], ((string[])["a", "b", "c", "a", "d"]).Select(label.Of));
    }

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    private LiveEvidence Evidence(int most) => new(_meters, Options.Create(new TelemetryOptions { EvidenceAnalyses = most }), _clock);

    private static ClaimedTick Tick(string target, long intervalMillis = 10_000) => new() { Application = "shop", Target = target, IntervalMillis = intervalMillis };

    private static Verdict Verdict() => new() { Outcome = VerdictOutcome.Pause, Reason = "not yet", Judgements = [], WindowsElapsed = 3 };

    private string[] Targets()
    {
        _told.Clear();
        _listener.RecordObservableInstruments();
        return [.. _told.Where(told => told.Gauge == "canaryjudge.analysis.verdict").Select(told => told.Target).Distinct().Order(StringComparer.Ordinal)];
    }

    private void Tell(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            if (tag.Key == "target") _told.Add((instrument.Name, (string)tag.Value!));
        }
    }
}
