using CanaryJudge.Judging;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Sources;

namespace CanaryJudge.Cli.Verdicts;

/// <summary>Tells a person at a terminal how far the questions are, from the first second on. Passes every question on unchanged.</summary>
internal sealed class ProgressSource : IMetricSource, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(250);

    private readonly IMetricSource _inner;
    private readonly int _metrics;
    private readonly TextWriter _error;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _over = new();
    private readonly Task _telling;
    private int _answered;

    /// <summary>Begins to watch.</summary>
    /// <param name="inner">The source that answers.</param>
    /// <param name="metrics">How many metrics will be asked.</param>
    /// <param name="error">A terminal.</param>
    /// <param name="clock">What waits.</param>
    public ProgressSource(IMetricSource inner, int metrics, TextWriter error, TimeProvider clock)
    {
        _inner = inner;
        _metrics = metrics;
        _error = error;
        _clock = clock;
        _telling = TellAsync(_over.Token);
    }

    /// <inheritdoc/>
    public string Name => _inner.Name;

    /// <inheritdoc/>
    public async Task<Measurement> MeasureAsync(MetricPlan metric, CancellationToken cancellationToken)
    {
        Measurement measurement = await _inner.MeasureAsync(metric, cancellationToken);
        Interlocked.Increment(ref _answered);
        return measurement;
    }

    /// <summary>Takes the line away again.</summary>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _telling;
        _over.Dispose();
    }

    private async Task TellAsync(CancellationToken over)
    {
        bool told = false;
        long start = _clock.GetTimestamp();
        try
        {
            await Task.Delay(Patience, _clock, over);
            using var beats = new PeriodicTimer(Beat, _clock);
            do
            {
                long seconds = (long)_clock.GetElapsedTime(start).TotalSeconds;
                told = true;
                await _error.WriteAsync($"\r\e[K{Volatile.Read(ref _answered)} of {Counted.Of(_metrics, "metric")} answered after {seconds} s");
            }
            while (await beats.WaitForNextTickAsync(over));
        }
        catch (OperationCanceledException)
        {
            // Answered, or interrupted: either way there is nothing more to tell.
        }

        if (told) await _error.WriteAsync("\r\e[K");
    }
}
