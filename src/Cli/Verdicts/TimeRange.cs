using CanaryJudge.Cli.Frame;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Cli.Verdicts;

/// <summary>The time to judge, as it was asked for.</summary>
/// <param name="Since">So long back from now; null when not given.</param>
/// <param name="FromMillis">Start of the first window; null when not given.</param>
/// <param name="ToMillis">End; null for now.</param>
internal sealed record TimeRange(TimeSpan? Since, long? FromMillis, long? ToMillis)
{
    /// <summary>The moments it means for a policy.</summary>
    /// <remarks>
    /// Counted back from now, the end is the last moment that is a multiple of the window since the Unix epoch, so that two runs within one window judge the same windows.
    /// Given neither a start nor a length, it is the policy's whole horizon.
    /// </remarks>
    /// <exception cref="CommandFailedException">The length is shorter than a window.</exception>
    public (long FromMillis, long ToMillis) Resolve(CanaryPolicy policy, DateTimeOffset now)
    {
        long nowMillis = now.ToUnixTimeMilliseconds();
        if (FromMillis is { } from) return (from, ToMillis ?? nowMillis);
        long interval = (long)policy.Interval.TotalMilliseconds;
        long windows = Since is { } since ? (long)since.TotalMilliseconds / interval : policy.Horizon;
        if (windows == 0)
        {
            throw new CommandFailedException(
                ExitCode.Usage, $"--since {DurationText.Format(Since!.Value)} is shorter than one window of the policy ({DurationText.Format(policy.Interval)}).");
        }

        long end = nowMillis - nowMillis % interval;
        return (end - windows * interval, end);
    }
}
