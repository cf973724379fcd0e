using CanaryJudge.Statistics;

namespace CanaryJudge.Judging.Sequential;

/// <summary>A series whose noise and memory are averaged over.</summary>
internal sealed class MixedSeriesTrack(MixedSeriesEvidence evidence) : SeriesTrack
{
    /// <inheritdoc/>
    public override EvidenceLevels Levels => evidence.Levels;

    /// <inheritdoc/>
    public override ReadOnlySpan<double> Differences => evidence.Differences;

    /// <inheritdoc/>
    public override void Add(double difference) => evidence.Add(difference);

    /// <inheritdoc/>
    public override LastLook Look() => LastLook.From(evidence.Estimate());

    /// <inheritdoc/>
    public override void Save(StateWriter into) => evidence.CopyTo(into.Next(evidence.StateLength));

    /// <inheritdoc/>
    public override void Restore(ref StateReader from)
    {
        ReadOnlySpan<double> state = from.Take(MixedSeriesEvidence.StateLengthOf(from.Windows));
        if (!from.IsDamaged) evidence.Restore(state);
    }
}
