namespace CanaryJudge.Judging.Aligning;

/// <summary>The times of one side's series: series of one scrape get the same object.</summary>
internal sealed class SharedTimes(Timeline timeline)
{
    // Equal times have equal ends; of those that have equal ends and differ the latest are remembered.
    private readonly Dictionary<(int Count, long First, long Last), SampleTimes> _known = [];

    /// <summary>The times of a series, checked.</summary>
    /// <param name="times">The times.</param>
    /// <param name="values">How many values the series has.</param>
    /// <param name="subject">The term, for people: "total".</param>
    /// <exception cref="ArgumentException">They do not rise, or there is not one value a time.</exception>
    public SampleTimes Of(long[] times, int values, string subject)
    {
        if (times.Length != values) throw new ArgumentException($"{subject}: a series has {times.Length} times and {values} values.", nameof(times));
        (int, long, long) ends = times.Length == 0 ? default : (times.Length, times[0], times[^1]);
        if (_known.TryGetValue(ends, out SampleTimes? known) && known.Millis.AsSpan().SequenceEqual(times)) return known;
        return _known[ends] = new SampleTimes(times, timeline, subject);
    }
}
