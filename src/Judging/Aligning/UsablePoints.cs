using CanaryJudge.Judging.Measuring;

namespace CanaryJudge.Judging.Aligning;

/// <summary>The points of one series that can be used: finite, and not negative where the term cannot be.</summary>
/// <param name="Times">Their times, milliseconds since the Unix epoch, rising.</param>
/// <param name="Values">Their values.</param>
/// <param name="Target">The target that the series comes from.</param>
internal sealed record UsablePoints(long[] Times, double[] Values, string Target)
{
    /// <summary>Takes the usable points of each series; the others are dropped and reported, and spoil their window.</summary>
    /// <exception cref="ArgumentException">A series' times do not rise, or it has not one value a time.</exception>
    public static UsablePoints[] Of(IReadOnlyList<FetchedSeries> series, Coverage coverage, bool mayBeNegative, FaultLog faults, string subject) =>
        [.. series.Select(s => Of(s, coverage, mayBeNegative, faults, subject))];

    private static UsablePoints Of(FetchedSeries series, Coverage coverage, bool mayBeNegative, FaultLog faults, string subject)
    {
        Timeline timeline = coverage.Timeline;
        CheckTimes(series.TimesMillis, series.Values.Length, subject);
        if (Array.TrueForAll(series.Values, IsUsable)) return new UsablePoints(series.TimesMillis, series.Values, TargetTimes.KeyOf(series));
        List<long> times = new(series.TimesMillis.Length);
        List<double> values = new(series.TimesMillis.Length);
        for (int i = 0; i < series.TimesMillis.Length; i++)
        {
            double value = series.Values[i];
            if (IsUsable(value))
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

        return new UsablePoints([.. times], [.. values], TargetTimes.KeyOf(series));

        bool IsUsable(double value) => double.IsFinite(value) && (mayBeNegative || value >= 0);
    }

    /// <summary>Checks what a source promises: one value a time, times that rise.</summary>
    /// <exception cref="ArgumentException">It is not so.</exception>
    public static void CheckTimes(long[] times, int values, string subject)
    {
        if (times.Length != values) throw new ArgumentException($"{subject}: a series has {times.Length} times and {values} values.", nameof(times));
        for (int i = 1; i < times.Length; i++)
        {
            if (times[i] <= times[i - 1]) throw new ArgumentException($"{subject}: the times of a series must rise, and {times[i]} follows {times[i - 1]}.", nameof(times));
        }
    }
}
