using System.Threading.Channels;

namespace CanaryJudge.Analyzer.Rollouts;

/// <summary>Tells the scheduler of this process that an action was wanted or let go. A hint only: it looks at the store after it, and now and then without it.</summary>
internal sealed class ActionSignals
{
    private readonly Channel<bool> _raised = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>For the scheduler, the only reader.</summary>
    public ChannelReader<bool> Raised => _raised.Reader;

    /// <summary>Says it.</summary>
    public void Raise() => _raised.Writer.TryWrite(true);
}
