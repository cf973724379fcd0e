using CanaryJudge.Statistics;

namespace CanaryJudge.Judging.Sequential;

/// <summary>Evidence of one series of differences, carried from window to window.</summary>
internal abstract class SeriesTrack
{
    /// <summary>The evidence so far.</summary>
    public abstract EvidenceLevels Levels { get; }

    /// <summary>One difference a window so far, NaN for a gap.</summary>
    public abstract ReadOnlySpan<double> Differences { get; }

    /// <summary>Adds one window; NaN when a side is missing.</summary>
    public abstract void Add(double difference);

    /// <summary>The fixed-sample numbers for one last look.</summary>
    public abstract LastLook Look();

    /// <summary>Writes the state.</summary>
    public abstract void Save(StateWriter into);

    /// <summary>Takes a state over.</summary>
    public abstract void Restore(ref StateReader from);
}
