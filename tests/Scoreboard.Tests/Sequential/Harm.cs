using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Scoreboard.Tests.Sequential;

/// <summary>Makes every window of a canary worse by so many margins.</summary>
internal static class Harm
{
    public static MetricWindows Worse(MetricWindows metric, double margins)
    {
        int sign = metric.Metric.Direction == Direction.Decrease ? -1 : 1;
        return metric with { Canary = Side(metric, metric.Canary, margins, sign) };
    }

    private static SideWindows Side(MetricWindows metric, SideWindows canary, double margins, int sign)
    {
        Margin margin = metric.Metric.Margin;
        switch (canary)
        {
            case RatioWindows r:
                return new RatioWindows([.. r.Bad.Zip(r.Total, (bad, total) => Math.Clamp(bad + sign * Math.Ceiling(margins * margin.At(Share(metric)) * total), 0, total))], r.Total);
            case CountWindows c:
                return new CountWindows([.. c.Events.Zip(c.Exposure, (events, exposure) => events + Math.Ceiling(margins * margin.At(Share(metric)) * exposure))], c.Exposure);
            case SeriesWindows s:
                double level = ((SeriesWindows)metric.Baseline).Values.Where(double.IsFinite).DefaultIfEmpty(0).Average();
                // A relative margin on positive values is compared on logarithms: there a factor is a shift.
                bool isFactor = margin.IsRelative && ((SeriesWindows)metric.Baseline).Values.All(v => !(v <= 0));
                return new SeriesWindows([.. s.Values.Select(v => isFactor ? v * Math.Pow(1 + sign * margin.Value, margins) : v + sign * margins * margin.At(level))]);
            case HistogramWindows h:
                // A share of every bucket moves one bucket up.
                double moved = Math.Min(1, margins / 4);
                return new HistogramWindows(h.Bounds, [.. h.ToRows().Select(row => row is null ? null : Up(row, moved))]);
            default:
                throw new ArgumentException($"Windows of type {canary.GetType().Name} cannot be made worse.", nameof(canary));
        }
    }

    private static double Share(MetricWindows metric) => metric.Baseline switch
    {
        RatioWindows r => r.Bad.Where(double.IsFinite).Sum() / Math.Max(1, r.Total.Where(double.IsFinite).Sum()),
        CountWindows c => c.Events.Where(double.IsFinite).Sum() / Math.Max(1, c.Exposure.Where(double.IsFinite).Sum()),
        _ => 0,
    };

    private static double[] Up(double[] row, double share)
    {
        double[] up = [.. row];
        for (int j = row.Length - 2; j >= 0; j--)
        {
            double moved = Math.Floor(row[j] * share);
            up[j] -= moved;
            up[j + 1] += moved;
        }

        return up;
    }
}
