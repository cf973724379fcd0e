using CanaryJudge.Judging.Planning;

namespace CanaryJudge.Sources.Prometheus;

/// <summary>A part of a question's time that one request asks for.</summary>
/// <param name="StartMillis">Expression: the first evaluation. Raw samples: the moment after which they are wanted.</param>
/// <param name="EndMillis">The last moment, inclusive.</param>
internal readonly record struct TimeSlice(long StartMillis, long EndMillis)
{
    /// <summary>Evaluations that Prometheus accepts in one request, at most.</summary>
    public const int MaxEvaluations = 11_000;

    private const long UsualRawMillis = 6 * 3600 * 1000L;
    private const long MostRestMillis = 3600 * 1000L; // a rest such as the time before the first window makes no slice of its own
    private const long LeastRawMillis = 60 * 1000L;

    /// <summary>Cuts a question into slices that servers accept, oldest first, each moment in exactly one.</summary>
    public static IReadOnlyList<TimeSlice> Of(PlannedQuery query)
    {
        var slices = new List<TimeSlice>();
        if (query.StepMillis == 0)
        {
            for (long start = query.StartMillis, end; start < query.EndMillis; start = end)
            {
                end = query.EndMillis - start <= UsualRawMillis + MostRestMillis ? query.EndMillis : start + UsualRawMillis;
                slices.Add(new TimeSlice(start, end));
            }
        }
        else
        {
            for (long start = query.StartMillis; start <= query.EndMillis; start += MaxEvaluations * query.StepMillis)
                slices.Add(new TimeSlice(start, Math.Min(start + (MaxEvaluations - 1) * query.StepMillis, query.EndMillis)));
        }
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
