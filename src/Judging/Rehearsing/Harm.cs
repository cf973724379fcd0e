using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Rehearsing;

/// <summary>Makes a rehearsed canary worse, as an injection says, in the direction that the metric's policy calls worse.</summary>
internal static class Harm
{
    private const double TailFactor = 4;

    /// <summary>The canary with the injection.</summary>
    /// <param name="metric">The metric's rules.</param>
    /// <param name="injection">What is made wrong.</param>
    /// <param name="canary">The healthy canary; not written to.</param>
    /// <param name="reference">The baseline that margins are taken at: the rehearsal's history, or its baseline when there is none.</param>
    /// <param name="onset">Windows until a leak is whole: the horizon.</param>
    /// <param name="draw">The random numbers.</param>
    public static SideWindows Of(MetricPolicy metric, Injection injection, SideWindows canary, SideWindows reference, int onset, Draw draw)
    {
        bool falls = injection.Falls(metric.Direction);
        injection = injection with { Margins = Math.Abs(injection.Margins) };
        return (canary, reference) switch
        {
            (RatioWindows c, RatioWindows r) => Ratio(c, Pooled(r.Bad, r.Total), metric.Margin, falls, injection, draw),
            (CountWindows c, CountWindows r) => Count(c, Pooled(r.Events, r.Exposure), metric.Margin, falls, injection, draw),
            (SeriesWindows c, SeriesWindows r) => Series(c, Level(r.Values), metric.Margin, falls ? -1 : 1, injection, onset),
            (HistogramWindows c, HistogramWindows r) => HistogramHarm.Of(metric, falls, injection, c, r, TailFactor, draw),
            _ => throw new ArgumentException($"{metric.Name}: the canary and its reference are of different kinds.", nameof(canary)),
        };
    }

    private static double Pooled(double[] events, double[] trials)
    {
        (double e, double n) = (0, 0);
        for (int k = 0; k < trials.Length; k++)
        {
            if (!(trials[k] > 0) || double.IsNaN(events[k])) continue;
            e += events[k];
            n += trials[k];
        }

        return n > 0 ? e / n : 0;
    }

    private static double Level(double[] values)
    {
        double[] present = [.. values.Where(double.IsFinite)];
        return present.Length == 0 ? 0 : SeriesJudge.Median(present);
    }

    // A good event turns bad with the chance that raises the share by the effect; a falling share loses events likewise.
    private static RatioWindows Ratio(RatioWindows canary, double share, Margin margin, bool falls, Injection injection, Draw draw)
    {
        double effect = margin.At(share) * injection.Margins;
        double chance = Math.Clamp(falls ? effect / share : effect / (1 - share), 0, 1);
        double[] bad = new double[canary.Count];
        for (int k = 0; k < bad.Length; k++)
        {
            bad[k] = canary.Bad[k];
            if (canary.IsPresent(k)) bad[k] += falls ? -draw.Thin(bad[k], chance) : draw.Thin(canary.Total[k] - bad[k], chance);
        }

        return new RatioWindows([.. bad.Select((b, k) => Math.Min(b, canary.Total[k]))], canary.Total);
    }

    private static CountWindows Count(CountWindows canary, double rate, Margin margin, bool falls, Injection injection, Draw draw)
    {
        double effect = margin.At(rate) * injection.Margins;
        double chance = Math.Clamp(rate > 0 ? effect / rate : 1, 0, 1);
        double[] events = new double[canary.Count];
        for (int k = 0; k < events.Length; k++)
        {
            events[k] = canary.Events[k];
            if (canary.IsPresent(k)) events[k] += falls ? -draw.Thin(events[k], chance) : draw.Poisson(effect * canary.Exposure[k]);
        }

        return new CountWindows(events, canary.Exposure);
    }

    private static SeriesWindows Series(SeriesWindows canary, double level, Margin margin, int sign, Injection injection, int onset)
    {
        // Of a relative margin above its floor everything is a factor, whatever the level is doing.
        bool isFactor = margin.IsRelative && margin.Value * Math.Abs(level) >= margin.Floor && canary.Values.All(v => !(v <= 0));
        double effect = isFactor ? margin.Value * injection.Margins : margin.At(level) * injection.Margins;
        double[] values = new double[canary.Count];
        for (int k = 0; k < values.Length; k++)
        {
            double now = injection.Kind == InjectionKind.Leak ? effect * (k + 1) / onset : effect;
            values[k] = isFactor ? canary.Values[k] * Math.Max(1 + sign * now, LeastFactor) : canary.Values[k] + sign * now;
        }

        return new SeriesWindows(values);
    }

    // A series that falls by more than all of it still is above 0.
    private const double LeastFactor = 0.01;
}
