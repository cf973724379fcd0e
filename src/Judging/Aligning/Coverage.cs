namespace CanaryJudge.Judging.Aligning;

/// <summary>Which windows of one term can be trusted: known when some sample spoke for the window, broken when a gap touches it or a value in it cannot be used.</summary>
internal sealed class Coverage(Timeline timeline)
{
    private readonly bool[] _known = new bool[timeline.Count];
    private readonly bool[] _broken = new bool[timeline.Count];
    private long[]? _distance; // of the longest gap that touches each window; null while there is none

    /// <summary>The windows.</summary>
    public Timeline Timeline { get; } = timeline;

    /// <summary>Some sample spoke for the window.</summary>
    public bool IsPresent(int position) => _known[position] && !_broken[position];

    /// <summary>Number of windows that are present.</summary>
    public int CountPresent()
    {
        if (!_broken.AsSpan().Contains(true)) return _known.AsSpan().Count(true);
        int present = 0;
        for (int p = 0; p < _known.Length; p++) present += IsPresent(p) ? 1 : 0;
        return present;
    }

    /// <summary>No sample spoke for the window, and no gap explains it: the series did not exist.</summary>
    public bool IsAbsent(int position) => !_known[position] && !_broken[position];

    /// <summary>Marks windows as spoken for.</summary>
    public void MarkKnown(WindowRun run) => _known.AsSpan(run.Position, run.Count).Fill(true);

    /// <summary>Marks windows as touched by a gap of this length; positions outside are ignored.</summary>
    public void MarkBroken(long from, long to, long distanceMillis)
    {
        for (long p = Math.Max(from, 0); p <= Math.Min(to, Timeline.Count - 1); p++)
        {
            _broken[p] = true;
            if (distanceMillis == 0) continue;
            _distance ??= new long[Timeline.Count];
            _distance[p] = Math.Max(_distance[p], distanceMillis);
        }
    }

    /// <summary>Marks the window at a position as spoilt by a value that cannot be used, which has been reported; positions outside are ignored.</summary>
    public void MarkSpoilt(long position) => MarkBroken(position, position, 0);

    /// <summary>
    /// Marks the gap between two samples, when it is one: the windows in which samples were due, and the one that holds the sample that ends the gap.
    /// Nothing when both lie in one window: then the whole increase is that window's.
    /// </summary>
    public void MarkGap(long earlierMillis, long laterMillis, SampleSpacing spacing)
    {
        long distance = laterMillis - earlierMillis, first = Timeline.PositionOf(earlierMillis), last = Timeline.PositionOf(laterMillis);
        bool late = distance > spacing.AllowedMillis;
        if (first == last || (!late && last - first < 2)) return;
        MarkBroken(late ? Timeline.PositionOf(earlierMillis + spacing.UsualMillis) : first + 1, last, distance);
    }

    /// <summary>Marks the windows that the term's samples, all series taken together, cover only in part: gaps, and both ends.</summary>
    public void MarkUncovered(IReadOnlyList<SampleTimes> series, SampleSpacing spacing)
    {
        (long first, long last) = (long.MaxValue, long.MinValue);
        foreach (SampleTimes times in series)
        {
            if (times.Millis.Length > 0) (first, last) = (Math.Min(first, times.Millis[0]), Math.Max(last, times.Millis[^1]));
        }

        if (first > last) return;
        MarkEnds(first, last, spacing);
        foreach (SampleTimes times in series)
        {
            if (times.Longest <= spacing.AllowedMillis && times.Millis.Length > 0 && times.Millis[0] == first && times.Millis[^1] == last) return; // one series covers all
        }

        long[] all = RisingTimes.Union(series.Select(times => times.Millis));
        for (int i = 1; i < all.Length; i++)
        {
            if (all[i] - all[i - 1] > spacing.AllowedMillis) MarkGap(all[i - 1], all[i], spacing);
        }
    }

    private void MarkEnds(long firstMillis, long lastMillis, SampleSpacing spacing)
    {
        long first = Timeline.PositionOf(firstMillis), last = Timeline.PositionOf(lastMillis);
        if (Timeline.Holds(first) && firstMillis - Timeline.StartOf((int)first) > spacing.LateMillis) MarkBroken(first, first, firstMillis - Timeline.StartOf((int)first));
        if (Timeline.Holds(last) && Timeline.EndOf((int)last) - lastMillis > spacing.AllowedMillis) MarkBroken(last, last, Timeline.EndOf((int)last) - lastMillis);
    }

    /// <summary>Reports each run of windows that are left out.</summary>
    /// <param name="faults">Takes the faults.</param>
    /// <param name="subject">The term, for people: "total".</param>
    /// <param name="spacing">The term's usual spacing.</param>
    /// <param name="absentIsFault">False when a series that does not exist has a meaning of its own.</param>
    public void Report(FaultLog faults, string subject, SampleSpacing spacing, bool absentIsFault)
    {
        if (!_broken.AsSpan().Contains(true) && !_known.AsSpan().Contains(false)) return;
        for (int from = 0; from < Timeline.Count;)
        {
            int to = from;
            while (to + 1 < Timeline.Count && IsGap(to + 1) == IsGap(from) && IsAbsent(to + 1) == IsAbsent(from)) to++;
            if (IsGap(from) || (absentIsFault && IsAbsent(from))) faults.Add(FaultKind.Gap, Timeline.Side, Timeline.NumberOf(from), subject, Describe(subject, from, to, spacing));
            from = to + 1;
        }
    }

    private bool IsGap(int position) => DistanceAt(position) > 0;

    private long DistanceAt(int position) => _distance is null ? 0 : _distance[position];

    private string Describe(string subject, int from, int to, SampleSpacing spacing)
    {
        string windows = from == to ? $"window {Timeline.NumberOf(from)}" : $"windows {Timeline.NumberOf(from)} to {Timeline.NumberOf(to)}";
        if (!IsGap(from)) return $"{subject}: no samples in {windows}; left out.";
        double seconds = Enumerable.Range(from, to - from + 1).Max(DistanceAt) / 1000.0;
        return $"{subject}: {seconds:0.###} s without a sample around {windows}, where one is due every {spacing.UsualMillis / 1000.0:0.###} s; what happened in between belongs to no window, so left out.";
    }
}
