using CanaryJudge.Judging.Planning;

namespace CanaryJudge.Sources.Prometheus;

/// <summary>A part of a question's time that one request asks for.</summary>
/// <param name="StartMillis">Expression: the first evaluation. Raw samples: the moment after which they are wanted.</param>
/// <param name="EndMillis">The last moment, inclusive.</param>
internal readonly record struct TimeSlice(long StartMillis, long EndMillis)
{
    /// <summary>Evaluations that Prometheus accepts in one request, at most.</summary>
    public const int MaxEvaluations = 11_000;

    private const long MaxRawMillis = 6 * 3600 * 1000L;
    private const long LeastRawMillis = 60 * 1000L;

    /// <summary>Cuts a question into slices that servers accept, oldest first, each moment in exactly one.</summary>
    public static IReadOnlyList<TimeSlice> Of(PlannedQuery query)
    {
        bool raw = query.StepMillis == 0;
        long length = raw ? MaxRawMillis : MaxEvaluations * query.StepMillis;
        long last = raw ? length : length - query.StepMillis;
        var slices = new List<TimeSlice>();
        for (long start = query.StartMillis; raw ? start < query.EndMillis : start <= query.EndMillis; start += length)
            slices.Add(new TimeSlice(start, Math.Min(start + last, query.EndMillis)));
        return slices;
    }

    /// <summary>Halves a slice of raw samples whose answer was too large; null when it is short already.</summary>
    public (TimeSlice Earlier, TimeSlice Later)? Halve()
    {
        if (EndMillis - StartMillis < 2 * LeastRawMillis) return null;
        long middle = StartMillis + (EndMillis - StartMillis) / 2;
        return (this with { EndMillis = middle }, this with { StartMillis = middle });
    }
}
