using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Statistics;

namespace CanaryJudge.Judging.Sequential;

/// <summary>Whether a stream can be proven safe within the horizon, should the canary be healthy, at the noise and the traffic seen so far; and what would let it.</summary>
/// <param name="Windows">Windows of horizon, warm-up included, that would do.</param>
/// <param name="MarginFactor">The margin times this would do.</param>
/// <param name="CanaryExposure">Canary requests (exposure) a window that would do, the baseline's staying as they are; null for a series, and where the baseline's are too few as well.</param>
/// <remarks>
/// Wald's closed form, not a rehearsal: a mean difference of none after n windows has reached margin / error(n) standard errors, and the error falls with the square root of n. It is
/// said only when not even one healthy canary in two would pass, beyond the doubt that few windows leave about their noise. For people: it decides nothing.
/// </remarks>
internal sealed record Outlook(double Windows, double MarginFactor, double? CanaryExposure)
{
    private const int LeastWindows = 3;

    // One-sided: nine times in ten the noise is no smaller.
    private const double Doubt = 1.2816;
    private const double LeastOfError = 0.4;

    /// <summary>The outlook of a stream that cannot be decided within the horizon; null when it can, or when it is too early to say.</summary>
    /// <param name="run">The run.</param>
    /// <param name="policy">The rules.</param>
    /// <param name="kind">The metric's kind.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="numbers">Its numbers.</param>
    public static Outlook? Of(SequentialRun run, CanaryPolicy policy, MetricKind kind, EvidenceStream stream, Comparison numbers)
    {
        int left = policy.Horizon - run.WindowsElapsed, seen = stream.Windows;
        if (left <= 0 || seen < LeastWindows || stream.LogHarm > 0 || numbers.Evidence is not Evidence evidence || evidence.WindowsLeft <= left) return null;
        double byHorizon = seen + left;
        if (stream.CanaryTrials is double trials && Exposure(run, stream, trials, seen, byHorizon) is double needed)
        {
            double more = needed / (trials / seen * byHorizon);
            return more <= 1 ? null : new Outlook(policy.WarmUp + Math.Ceiling(byHorizon * more), more, needed / byHorizon);
        }

        double error = Error(kind, stream, numbers) * Math.Sqrt(seen / byHorizon);
        if (!(error > 0)) return null;
        double within = stream.SafeMargin / error;
        if (IsEnough(run, within, byHorizon)) return null;
        double factor = Asked(run, byHorizon) / within;
        return new Outlook(policy.WarmUp + Math.Ceiling(byHorizon * factor * factor), factor, Traffic(stream, numbers, seen, factor * factor));
    }

    // Standard errors between no difference and the margin: what the last look asks for, or where there is none the evidence itself.
    private static double Asked(SequentialRun run, double windows)
    {
        double low = 0, high = Math.Sqrt(2 * run.SafeThreshold);
        if (!(run.Parameters.LastLookBeta > 0)) return high;
        for (int halving = 0; halving < 40; halving++)
        {
            double middle = (low + high) / 2;
            if (IsEnough(run, middle, windows)) high = middle;
            else low = middle;
        }

        return high;
    }

    // Whether so many are no fewer: one look at the tail, where to search for the number takes forty.
    private static bool IsEnough(SequentialRun run, double errors, double windows) =>
        errors >= Math.Sqrt(2 * run.SafeThreshold)
        || (run.Parameters.LastLookBeta > 0 && StudentT.Upper(errors, Math.Max(2, windows - 1)) <= run.Parameters.LastLookBeta);

    // Without an event on either side only exposure is evidence (half of it, while nothing has shown that events do not clump), and fewer requests than a promotion asks for never do.
    private static double? Exposure(SequentialRun run, EvidenceStream stream, double trials, int seen, double byHorizon)
    {
        double least = run.Parameters.MinEvents;
        if (stream.Look().Error == 0) return Math.Max(least, (run.SafeThreshold + (run.Parameters.TemperCounts ? Math.Log(2) : 0)) / stream.SafeMargin);
        return trials / seen * byHorizon < least ? least : null;
    }

    // The error of the mean so far: as little as the windows leave possible, and of counts no less than chance alone makes.
    private static double Error(MetricKind kind, EvidenceStream stream, Comparison numbers)
    {
        LastLook look = stream.Look();
        double seen = look.Error * Math.Max(LeastOfError, 1 - Doubt / Math.Sqrt(2 * look.Freedom));
        if (kind is not (MetricKind.Ratio or MetricKind.Count) || numbers is not { BaselineExposure: > 0 and var b, CanaryExposure: > 0 and var c }) return seen;
        double rate = (numbers.Baseline * b + numbers.Canary * c) / (b + c);
        double variance = kind == MetricKind.Count ? rate : rate * (1 - rate);
        return Math.Max(seen, Math.Sqrt(variance * (1 / b + 1 / c)));
    }

    private static double? Traffic(EvidenceStream stream, Comparison numbers, int seen, double times)
    {
        if (stream.CanaryTrials is null || numbers is not { BaselineExposure: > 0 and var b, CanaryExposure: > 0 and var c }) return null;
        double inverse = (1 / b + 1 / c) / times - 1 / b;
        return inverse > 0 ? 1 / inverse / seen : null;
    }
}
