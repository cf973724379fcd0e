using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Sequential;

/// <summary>64 bits that tell one set of rules or windows from another. Not secret and not against forgers: whoever can write a state can write any verdict.</summary>
internal struct Fingerprint
{
    private const ulong Missing = 0x7FF8_0000_0000_0000;

    /// <summary>The bits so far.</summary>
    public ulong Bits { readonly get; private set; }

    /// <summary>All of a policy and of the constants that evidence depends on.</summary>
    public static ulong Of(CanaryPolicy policy, SequentialParameters parameters)
    {
        Fingerprint all = default;
        all.Add(policy.WarmUp);
        all.Add(policy.Horizon);
        foreach (MetricPolicy metric in policy.Metrics) all.Add(metric);
        all.Add(parameters);
        return all.Bits;
    }

    /// <summary>One number; every NaN is the same missing window.</summary>
    public void Add(double number) => Add(double.IsNaN(number) ? Missing : BitConverter.DoubleToUInt64Bits(number));

    /// <summary>One side's window.</summary>
    public void Add(SideWindows side, int window)
    {
        switch (side)
        {
            case RatioWindows ratio:
                Add(ratio.Bad[window]);
                Add(ratio.Total[window]);
                break;
            case CountWindows count:
                Add(count.Events[window]);
                Add(count.Exposure[window]);
                break;
            case SeriesWindows series:
                Add(series.Values[window]);
                break;
            case HistogramWindows histogram when histogram.IsPresent(window):
                foreach (double number in histogram.Row(window)) Add(number);
                break;
            case HistogramWindows:
                Add(Missing);
                break;
            default:
                throw new ArgumentException($"Windows of type {side.GetType().Name} cannot be judged.", nameof(side));
        }
    }

    /// <summary>Bits, mixed so that each changes about half of the result (Steele, Lea and Flood 2014).</summary>
    public void Add(ulong bits)
    {
        unchecked
        {
            ulong mixed = Bits + bits + 0x9E37_79B9_7F4A_7C15;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58_476D_1CE4_E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB;
            Bits = mixed ^ (mixed >> 31);
        }
    }

    private void Add(MetricPolicy metric)
    {
        foreach (char letter in metric.Name) Add((ulong)letter);
        Add((int)metric.Kind);
        Add((int)metric.Direction);
        Add((int)metric.Missing);
        Add(metric.Resource ? 1 : 0);
        Add(metric.Margin.Value);
        Add(metric.Margin.IsRelative ? 1 : 0);
        Add(metric.Margin.Floor);
        Add(metric.Quantiles.Count);
        foreach (double quantile in metric.Quantiles) Add(quantile);
    }

    private void Add(SequentialParameters parameters)
    {
        Add(parameters.Alpha);
        Add(parameters.Beta);
        Add(parameters.LastLookAlpha);
        Add(parameters.LastLookBeta);
        Add(parameters.CentreDispersion ? 1 : 0);
        Add(parameters.HistoryVarianceWeight);
        Add(parameters.HistoryLeastWindows);
        Add(parameters.TemperCounts ? 1 : 0);
        Add(parameters.MixMemory ? 1 : 0);
        Add(parameters.Settle ? 1 : 0);
        Add(parameters.LearnDriftMemory ? 1 : 0);
        Add(parameters.SignsAtLastLook ? 1 : 0);
        Add(parameters.MoreOnMargin ? 1 : 0);
        Add(parameters.DriftAhead ? 1 : 0);
        Add(parameters.SeriesRelief);
        Add(parameters.MostLopsided);
        Add(parameters.MostMissing);
        Add(parameters.MinWindows);
        Add(parameters.MinEvents);
        Add(parameters.SplitHistogramMargins ? 1 : 0);
        Add(parameters.Prewhiten ? 1 : 0);
        Add(parameters.SecondKeyForZeros ? 1 : 0);
    }
}
