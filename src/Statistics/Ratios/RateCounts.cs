namespace CanaryJudge.Statistics;

/// <summary>One side of a rate: events (restarts, out-of-memory kills, collections) over an exposure (pod-seconds, hours, any unit, the same on both sides).</summary>
public readonly record struct RateCounts
{
    /// <summary>Checks and keeps the counts of one side.</summary>
    /// <param name="events">Events, from 0 to 2^53.</param>
    /// <param name="exposure">Exposure, from 1e-100 to 1e100.</param>
    /// <exception cref="ArgumentException">A number is NaN or infinite or outside its range.</exception>
    public RateCounts(double events, double exposure)
    {
        if (!(exposure >= 1e-100 && exposure <= 1e100)) throw new ArgumentException($"Exposure is {exposure:R}: it must be from 1e-100 to 1e100 (without exposure there is no data; change the unit otherwise).", nameof(exposure));
        if (!(events >= 0 && events <= RatioCounts.MaxCount)) throw new ArgumentException($"Events are {events:R}: they must be from 0 to 2^53.", nameof(events));
        Events = events;
        Exposure = exposure;
    }

    /// <summary>Number of events, in [0, 2^53].</summary>
    public double Events { get; }

    /// <summary>Exposure, above 0; 0 only in a default value, which every method refuses.</summary>
    public double Exposure { get; }

    /// <summary>Events per unit of exposure.</summary>
    public double Rate => Events / Exposure;

    internal static void Check(in RateCounts canary, in RateCounts baseline)
    {
        if (canary.Exposure == 0) throw new ArgumentException("The canary counts are a default value without exposure: construct them.", nameof(canary));
        if (baseline.Exposure == 0) throw new ArgumentException("The baseline counts are a default value without exposure: construct them.", nameof(baseline));
    }
}
