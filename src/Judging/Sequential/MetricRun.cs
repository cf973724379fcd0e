namespace CanaryJudge.Judging.Sequential;

/// <summary>One metric of a run: its streams, and how much of its data was missing.</summary>
internal sealed class MetricRun
{
    private const int MissingInARow = 3;
    private const int Lopsided = 2;

    private int missing;
    private int silent;
    private int dropped;
    private int canaryAlone;
    private int baselineAlone;
    private int builtAt = -1;

    /// <summary>The streams; empty until there is a reference.</summary>
    public IReadOnlyList<EvidenceStream?> Streams { get; private set; } = [];

    /// <summary>True when the canary has stopped to answer while the baseline has data; a canary without traffic answers.</summary>
    public bool IsSilent => silent >= MissingInARow;

    /// <summary>True when data is missing so much, so lately or so much more on the canary, that nothing may be promoted on it.</summary>
    /// <param name="most">Windows that may be missing.</param>
    /// <param name="mostLopsided">Windows that the canary alone may miss more than the baseline alone.</param>
    public bool HasNoData(double most, double mostLopsided) =>
        missing >= MissingInARow || (dropped >= MissingInARow && dropped > most) || (canaryAlone - baselineAlone >= Lopsided && canaryAlone - baselineAlone > mostLopsided);

    /// <summary>Adds the window up to which <paramref name="start"/> may look.</summary>
    public void Add(in StreamStart start)
    {
        int window = start.Now;
        (bool before, bool now) = (start.Metric.Baseline.IsPresent(window), start.Metric.Canary.IsPresent(window));
        missing = before && now ? 0 : missing + 1;
        silent = before && !now && !start.Metric.IsIdle(window) ? silent + 1 : 0;
        if (!(before && now)) dropped++;
        if (before && !now) canaryAlone++;
        if (now && !before) baselineAlone++;
        int from = window;
        if (builtAt < 0)
        {
            if (!Build(start)) return;
            from = start.Judged;
        }

        for (int s = 0; s < Streams.Count; s++)
        {
            for (int k = from; k <= window; k++) Streams[s]?.Add(start.Metric, k);
        }
    }

    /// <summary>Writes the state.</summary>
    public void Save(StateWriter into)
    {
        into.Write([missing, silent, dropped, canaryAlone, baselineAlone, builtAt + 1]);
        foreach (EvidenceStream? stream in Streams) stream?.Save(into);
    }

    /// <summary>Takes over a state; the streams are built again from the windows from which they were built then.</summary>
    /// <param name="from">The state.</param>
    /// <param name="start">The metric up to the state's newest window.</param>
    public void Restore(ref StateReader from, StreamStart start)
    {
        missing = from.Number(from.Windows);
        silent = from.Number(from.Windows);
        dropped = from.Number(from.Windows);
        canaryAlone = from.Number(from.Windows);
        baselineAlone = from.Number(from.Windows);
        int built = from.Number(start.Now + 1) - 1;
        if (built < 0) return;
        if (built < start.Judged || !Build(start with { Now = built }))
        {
            from.IsDamaged = true;
            return;
        }

        foreach (EvidenceStream? stream in Streams) stream?.Restore(ref from);
    }

    private bool Build(StreamStart start)
    {
        Streams = StreamBuilder.Build(start);
        if (Streams.Count == 0) return false;
        builtAt = start.Now;
        return true;
    }
}
