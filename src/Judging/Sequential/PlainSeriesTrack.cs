using CanaryJudge.Statistics;

namespace CanaryJudge.Judging.Sequential;

/// <summary>A series whose memory is estimated and put in as if it were known: the first design.</summary>
internal sealed class PlainSeriesTrack : SeriesTrack
{
    private readonly SeriesEvidence evidence;
    private readonly bool prewhiten;
    private WindowDifference[] looked = [];

    /// <summary>Starts without windows.</summary>
    public PlainSeriesTrack(SeriesScale scale, ReadOnlySpan<double> history, SequentialParameters parameters, int capacity)
    {
        prewhiten = parameters.Prewhiten;
        SeriesPrior prior = SeriesPrior.FromHistory(history, scale, parameters.HistoryVarianceWeight, parameters.HistoryLeastWindows);
        evidence = new SeriesEvidence(scale, prior, prewhiten, parameters.CentreDispersion, capacity);
    }

    /// <inheritdoc/>
    public override EvidenceLevels Levels => evidence.Levels;

    /// <inheritdoc/>
    public override ReadOnlySpan<double> Differences => evidence.Differences;

    /// <inheritdoc/>
    public override void Add(double difference) => evidence.Add(difference);

    /// <inheritdoc/>
    public override LastLook Look()
    {
        if (looked.Length < Levels.Windows) looked = new WindowDifference[Math.Max(Levels.Windows, 2 * looked.Length)];
        ReadOnlySpan<WindowDifference> windows = looked.AsSpan(0, evidence.CopyWindows(looked));
        return prewhiten ? LastLook.FromWhitened(windows) : LastLook.From(windows, Levels.Tau);
    }

    /// <inheritdoc/>
    public override void Save(StateWriter into) => evidence.CopyTo(into.Next(evidence.StateLength));

    /// <inheritdoc/>
    public override void Restore(ref StateReader from)
    {
        ReadOnlySpan<double> state = from.Take(SeriesEvidence.StateLengthOf(from.Windows));
        if (!from.IsDamaged) evidence.Restore(state);
    }
}
