using Google.Protobuf.WellKnownTypes;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.Analyzer.Grpc.Reading;

/// <summary>From a time on the wire to milliseconds since the Unix epoch.</summary>
internal static class TimeReader
{
    /// <summary>How far ahead of the service's clock an end may lie; it is then read as now. Clocks of two machines differ a little.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(5);

    private const long NanosPerMilli = 1_000_000;

    /// <summary>The time to judge; null when anything is wrong with it.</summary>
    public static (long FromMillis, long ToMillis)? Read(Wire.JudgeRequest request, DateTimeOffset now, Refusals refusals) => request.TimeCase switch
    {
        Wire.JudgeRequest.TimeOneofCase.Range => ReadRange(request.Range, now.ToUnixTimeMilliseconds(), refusals),
        Wire.JudgeRequest.TimeOneofCase.Since => ReadSince(request.Since, now.ToUnixTimeMilliseconds(), refusals),
        _ => Missing(refusals),
    };

    private static (long, long)? ReadRange(Wire.TimeRange range, long now, Refusals refusals)
    {
        long? from = range.From is null ? null : Millis(range.From, "range.from", refusals);
        if (range.From is null) refusals.Add("range.from", "The start is missing.", "Give the moment when the canary began to take traffic, such as \"2026-01-31T10:00:00Z\".");
        long? to = range.To is null ? now : Millis(range.To, "range.to", refusals);
        if (to > now + (long)Skew.TotalMilliseconds)
        {
            refusals.Add("range.to", $"The end is {(to.Value - now) / 1000} s in the future of the service's clock.", "Leave it out for now, or wait: what has not happened cannot be judged.");
            return null;
        }

        return from is null || to is null ? null : (from.Value, Math.Min(to.Value, now));
    }

    private static (long, long)? ReadSince(Duration since, long now, Refusals refusals)
    {
        long millis = since.Seconds is < 0 or > Duration.MaxSeconds ? -1 : since.Seconds * 1000 + since.Nanos / NanosPerMilli;
        if (millis <= 0 || millis > now)
        {
            refusals.Add("since", $"The duration is {since.Seconds} s.", "Give a duration above 0 that begins after 1970, such as \"1800s\".");
            return null;
        }

        return (now - millis, now);
    }

    /// <summary>A moment; null when it is refused.</summary>
    public static long? Millis(Timestamp time, string path, Refusals refusals)
    {
        if (time.Seconds is >= 0 and < 253_402_300_800 && time.Nanos is >= 0 and < 1_000_000_000) return time.Seconds * 1000 + time.Nanos / NanosPerMilli;
        refusals.Add(path, $"The time {time.Seconds} s is not between 1970 and 9999.", "Give a moment such as \"2026-01-31T10:00:00Z\".");
        return null;
    }

    private static (long, long)? Missing(Refusals refusals)
    {
        refusals.Add("range", "No time is given.", "Give range with from and to, or since.");
        return null;
    }
}
