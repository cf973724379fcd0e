namespace CanaryJudge.Statistics;

/// <summary>One side of a ratio: how many of the trials (requests) were events (errors, slow requests).</summary>
/// <remarks>
/// Counts are doubles so that products of counts of 2^31 and more never wrap; they are exact up to 2^53. Score methods take fractions
/// (an estimated counter gives them), exact methods ask for whole numbers and say so.
/// </remarks>
public readonly record struct RatioCounts
{
    /// <summary>The largest count taken: 2^53, the last one before a double skips whole numbers.</summary>
    public const double MaxCount = 9007199254740992;

    /// <summary>Checks and keeps the counts of one side.</summary>
    /// <param name="events">Events, from 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">Trials, from 1 to 2^53.</param>
    /// <exception cref="ArgumentException">A count is NaN or infinite, trials are below 1 or above 2^53, or events are below 0 or above trials.</exception>
    public RatioCounts(double events, double trials)
    {
        if (!(trials >= 1 && trials <= MaxCount)) throw new ArgumentException($"Trials are {trials:R}: a ratio needs from 1 to 2^53 of them (with none there is no data).", nameof(trials));
        if (!(events >= 0 && events <= trials)) throw new ArgumentException($"Events are {events:R} of {trials:R} trials: they must be from 0 to the trials.", nameof(events));
        Events = events;
        Trials = trials;
    }

    /// <summary>Number of events, in [0, Trials].</summary>
    public double Events { get; }

    /// <summary>Number of trials, in [1, 2^53]; 0 only in a default value, which every method refuses.</summary>
    public double Trials { get; }

    /// <summary>Trials that were not events.</summary>
    public double Others => Trials - Events;

    /// <summary>The share of events, in [0, 1].</summary>
    public double Share => Events / Trials;

    /// <summary>Canary share minus baseline share with one rounding error, however close they are.</summary>
    internal static double Difference(in RatioCounts canary, in RatioCounts baseline) =>
        Elementary.DifferenceOfProducts(canary.Events, baseline.Trials, baseline.Events, canary.Trials) / canary.Trials / baseline.Trials;

    internal static void Check(in RatioCounts canary, in RatioCounts baseline)
    {
        if (canary.Trials == 0) throw new ArgumentException("The canary counts are a default value without trials: construct them.", nameof(canary));
        if (baseline.Trials == 0) throw new ArgumentException("The baseline counts are a default value without trials: construct them.", nameof(baseline));
    }

    internal static void CheckWhole(in RatioCounts canary, in RatioCounts baseline)
    {
        Check(canary, baseline);
        if (!double.IsInteger(canary.Events) || !double.IsInteger(canary.Trials)) throw new ArgumentException($"An exact test needs whole counts; the canary has {canary.Events:R} of {canary.Trials:R}.", nameof(canary));
        if (!double.IsInteger(baseline.Events) || !double.IsInteger(baseline.Trials)) throw new ArgumentException($"An exact test needs whole counts; the baseline has {baseline.Events:R} of {baseline.Trials:R}.", nameof(baseline));
    }
}
