using CanaryJudge.Judging;
using CanaryJudge.Judging.Aligning;
using Google.Protobuf.Collections;
using Sides = (CanaryJudge.Judging.Aligning.SideWindows Baseline, CanaryJudge.Judging.Aligning.SideWindows Canary, CanaryJudge.Judging.Aligning.SideWindows History);
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.Analyzer.Grpc.Reading;

/// <summary>Both sides and the history of one metric, each sent as windows or as plain lists: how many there are, and then what is in them. Null when their number is refused.</summary>
internal sealed class WindowReader(LimitOptions limits, Refusals refusals)
{
    private readonly WindowRows _rows = new(limits, refusals);
    private readonly WindowLists _lists = new(refusals);

    /// <summary>Windows of a ratio.</summary>
    public Sides? Ratio(Wire.RatioMeasurement wire, string path)
    {
        return Both(
            Side(wire.Baseline, wire.BaselineBad, wire.BaselineTotal, path + ".baseline"),
            Side(wire.Canary, wire.CanaryBad, wire.CanaryTotal, path + ".canary"),
            Side(wire.History, wire.HistoryBad, wire.HistoryTotal, path + ".history"),
            path);

        SentSide? Side(RepeatedField<Wire.RatioWindow> rows, RepeatedField<double> bad, RepeatedField<double> total, string at) =>
            Chosen(rows.Count, () => _rows.Ratio(rows, at), _lists.Pairs(bad, "bad", total, "total", at), () => _lists.Ratio(bad, total, at), at);
    }

    /// <summary>Windows of a count.</summary>
    public Sides? Count(Wire.CountMeasurement wire, string path)
    {
        return Both(
            Side(wire.Baseline, wire.BaselineEvents, wire.BaselineExposure, path + ".baseline"),
            Side(wire.Canary, wire.CanaryEvents, wire.CanaryExposure, path + ".canary"),
            Side(wire.History, wire.HistoryEvents, wire.HistoryExposure, path + ".history"),
            path);

        SentSide? Side(RepeatedField<Wire.CountWindow> rows, RepeatedField<double> events, RepeatedField<double> exposure, string at) =>
            Chosen(rows.Count, () => _rows.Count(rows, at), _lists.Pairs(events, "events", exposure, "exposure", at), () => _lists.Count(events, exposure, at), at);
    }

    /// <summary>Windows of a series.</summary>
    public Sides? Series(Wire.SeriesMeasurement wire, string path)
    {
        return Both(
            Side(wire.Baseline, wire.BaselineValues, path + ".baseline"),
            Side(wire.Canary, wire.CanaryValues, path + ".canary"),
            Side(wire.History, wire.HistoryValues, path + ".history"),
            path);

        SentSide? Side(RepeatedField<Wire.SeriesWindow> rows, RepeatedField<double> values, string at) =>
            Chosen(rows.Count, () => _rows.Series(rows, at), values.Count, () => _lists.Series(values, at), at);
    }

    /// <summary>Windows of a histogram, which are lists of counts as they are.</summary>
    public Sides? Histogram(Wire.HistogramMeasurement wire, string path)
    {
        return _rows.Bounds(wire.Bounds, path + ".bounds") is not { } bounds
            ? null
            : Both(Side(wire.Baseline, path + ".baseline"), Side(wire.Canary, path + ".canary"), Side(wire.History, path + ".history"), path);

        SentSide? Side(RepeatedField<Wire.HistogramWindow> rows, string at) => new SentSide(rows.Count, () => _rows.Histogram(rows, bounds, at));
    }

    private SentSide? Chosen(int rows, Func<SideWindows> readRows, int? numbers, Func<SideWindows> readLists, string path)
    {
        if (rows > 0 && numbers != 0) refusals.Add(path, $"{Counted.There(rows, "window")}, and a plain list too.", "Give the windows or the lists, not both.");
        else if (numbers is { } listed) return rows > 0 ? new SentSide(rows, readRows) : new SentSide(listed, readLists);
        return null;
    }

    private Sides? Both(SentSide? sentBaseline, SentSide? sentCanary, SentSide? sentHistory, string path)
    {
        if (sentBaseline is not { } baseline || sentCanary is not { } canary || sentHistory is not { } history) return null;
        if (baseline.Count != canary.Count)
        {
            refusals.Add(path, $"The baseline has {Counted.Of(baseline.Count, "window")}, the canary {canary.Count}.", "Give both sides over the same timestamps; windows without data are empty entries, or NaN in lists.");
            return null;
        }

        if (baseline.Count == 0)
        {
            refusals.Add(path, "There are no windows.", "Give at least one window; windows without data are empty entries, or NaN in lists.");
            return null;
        }

        if (baseline.Count + history.Count > limits.Windows)
        {
            refusals.Add(path, $"{Counted.There(baseline.Count, "window")} and {history.Count} of history, together above the bound of {limits.Windows} (Limits:Windows).", "Give longer or fewer windows.");
            return null;
        }

        return (baseline.Read(), canary.Read(), history.Read());
    }

    // One side as it was sent, to be read when all have the right number of windows.
    private readonly record struct SentSide(int Count, Func<SideWindows> Read);
}
