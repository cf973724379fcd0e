using System.Threading.Channels;

namespace CanaryJudge.Analyzer.Analyses;

/// <summary>Tells this process that analyses have changed. A hint only: who waits looks at the store after it, and now and then without it.</summary>
internal sealed class AnalysisSignals
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<Channel<bool>>> _waiting = new(StringComparer.Ordinal);
    private readonly Channel<bool> _started = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>An analysis was started by this process: for the scheduler, the only reader.</summary>
    public ChannelReader<bool> Started => _started.Reader;

    /// <summary>Says that an analysis was started.</summary>
    public void RaiseStarted() => _started.Writer.TryWrite(true);

    /// <summary>Says that an analysis has changed.</summary>
    public void Raise(string id)
    {
        lock (_gate)
        {
            foreach (Channel<bool> channel in _waiting.GetValueOrDefault(id, [])) channel.Writer.TryWrite(true);
        }
    }

    /// <summary>Says that anything may have changed: signals were lost.</summary>
    public void RaiseAll()
    {
        lock (_gate)
        {
            foreach (Channel<bool> channel in _waiting.Values.SelectMany(c => c)) channel.Writer.TryWrite(true);
        }
    }

    /// <summary>Hears of one analysis until it is disposed. Subscribe first and look at the store then: nothing is missed.</summary>
    public Subscription Subscribe(string id)
    {
        Channel<bool> channel = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        lock (_gate)
        {
            if (!_waiting.TryGetValue(id, out List<Channel<bool>>? channels)) _waiting.Add(id, channels = []);
            channels.Add(channel);
        }

        return new Subscription(this, id, channel);
    }

    private void Remove(string id, Channel<bool> channel)
    {
        lock (_gate)
        {
            List<Channel<bool>> channels = _waiting[id];
            channels.Remove(channel);
            if (channels.Count == 0) _waiting.Remove(id);
        }
    }

    /// <summary>What one waiter hears.</summary>
    internal sealed class Subscription(AnalysisSignals signals, string id, Channel<bool> channel) : IDisposable
    {
        /// <summary>Waits for a signal, or for so long.</summary>
        public async Task WaitAsync(TimeSpan longest, TimeProvider clock, CancellationToken cancellationToken)
        {
            using CancellationTokenSource limit = new(longest, clock);
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            try
            {
                await channel.Reader.ReadAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The time is up: the caller looks without a signal.
            }
        }

        /// <inheritdoc/>
        public void Dispose() => signals.Remove(id, channel);
    }
}
