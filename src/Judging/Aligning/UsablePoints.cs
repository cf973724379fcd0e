using CanaryJudge.Judging.Measuring;

namespace CanaryJudge.Judging.Aligning;

/// <summary>The points of one series that can be used: finite, and not negative where the term cannot be.</summary>
/// <param name="Times">Their times.</param>
/// <param name="Values">Their values.</param>
/// <param name="Target">The target that the series comes from.</param>
internal sealed record UsablePoints(SampleTimes Times, double[] Values, TargetName Target)
{
    /// <summary>Takes the usable points of each series; the others are dropped and reported, and spoil their window.</summary>
    /// <exception cref="ArgumentException">A series' times do not rise, or it has not one value a time.</exception>
    public static UsablePoints[] Of(IReadOnlyList<FetchedSeries> series, SharedTimes shared, Coverage coverage, bool mayBeNegative, FaultLog faults, string subject) =>
        [.. series.Select(s => Of(s, shared, coverage, mayBeNegative, faults, subject))];

    private static UsablePoints Of(FetchedSeries series, SharedTimes shared, Coverage coverage, bool mayBeNegative, FaultLog faults, string subject)
    {
        Timeline timeline = coverage.Timeline;
        SampleTimes all = shared.Of(series.TimesMillis, series.Values.Length, subject);
        if (UsableValue.AreAll(series.Values, mayBeNegative)) return new UsablePoints(all, series.Values, TargetName.Of(series));
        List<long> times = new(series.TimesMillis.Length);
        List<double> values = new(series.TimesMillis.Length);
        for (int i = 0; i < series.TimesMillis.Length; i++)
        {
            double value = series.Values[i];
            if (UsableValue.Is(value, mayBeNegative))
            {
                times.Add(series.TimesMillis[i]);
                values.Add(value);
                continue;
            }

            long position = timeline.PositionOf(series.TimesMillis[i]);
            coverage.MarkSpoilt(position);
            if (!timeline.Holds(position)) continue;
            int window = timeline.NumberOf((int)position);
            faults.Add(FaultKind.NotFinite, timeline.Side, window, subject, $"{subject}: the value {value} in window {window} is not {(mayBeNegative ? "finite" : "finite and 0 or more")}; the window is left out.");
        }

        return new UsablePoints(shared.Of([.. times], values.Count, subject), [.. values], TargetName.Of(series));
    }
}
