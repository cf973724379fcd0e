namespace CanaryJudge.Analyzer.Analyses.Ticking;

/// <summary>The states of analyses that this replica has ticked, so that a tick need not read the whole record; bounded, the least lately used go first. A state is used only when no other has ticked since.</summary>
internal sealed class RunMemory(long mostBytes)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<(string Id, long Fence, RunState State, long Bytes)>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Id, long Fence, RunState State, long Bytes)> _byUse = new();
    private long _bytes;

    /// <summary>Takes a state out, when it is that of the claim before.</summary>
    public RunState? Take(ClaimedTick tick)
    {
        lock (_gate)
        {
            if (!_entries.Remove(tick.Id, out LinkedListNode<(string Id, long Fence, RunState State, long Bytes)>? node)) return null;
            _byUse.Remove(node);
            _bytes -= node.Value.Bytes;
            return node.Value.Fence == tick.Fence - 1 && node.Value.State.Count == tick.Windows ? node.Value.State : null;
        }
    }

    /// <summary>Keeps the state after a tick.</summary>
    public void Keep(ClaimedTick tick, RunState state)
    {
        long bytes = state.ByteSize;
        if (bytes > mostBytes) return;
        lock (_gate)
        {
            if (_entries.Remove(tick.Id, out LinkedListNode<(string Id, long Fence, RunState State, long Bytes)>? old))
            {
                _byUse.Remove(old);
                _bytes -= old.Value.Bytes;
            }

            _entries.Add(tick.Id, _byUse.AddLast((tick.Id, tick.Fence, state, bytes)));
            _bytes += bytes;
            while (_bytes > mostBytes && _byUse.First is { } oldest)
            {
                _byUse.RemoveFirst();
                _entries.Remove(oldest.Value.Id);
                _bytes -= oldest.Value.Bytes;
            }
        }
    }
}
