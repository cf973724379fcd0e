namespace CanaryJudge.Statistics;

/// <summary>What is believed of the dispersion of paired windows: half that it is 1, as for independent requests, the rest spread over clumping up to fifty-fold.</summary>
/// <remarks>
/// The windows speak through the quasi-likelihood φ^(-k/2) exp(-q/2φ) of k windows with a sum of squares q (McCullagh and Nelder 1989, 9.2); a history through the same with
/// its own dispersion, worth thirty windows. It cannot tell whether its bursts hit both sides, which pairing removes: both readings stay open (one in five that they did), and the windows decide.
/// With few events a window a sum of squares says little: both are scaled by 2 over the variance of one squared Poisson difference, 2 + 1/2μ.
/// </remarks>
internal static class DispersionGrid
{
    /// <summary>Number of dispersions.</summary>
    public const int Count = 17;

    private const double Independent = 0.5;
    private const double HistoryWindows = 30;
    private const double Shared = 0.2;

    private static readonly double[] All = [1, 1.25, 1.6, 2, 2.5, 3.2, 4, 5, 6.5, 8, 10, 13, 16, 20, 25, 32, 50];

    /// <summary>The dispersions, rising from 1.</summary>
    public static ReadOnlySpan<double> Dispersions => All;

    /// <summary>ln of the beliefs after the windows, up to a common constant.</summary>
    /// <param name="prior">What the history says.</param>
    /// <param name="perWindow">Mean over the windows of 1/n of both sides together: turns clustering into dispersion.</param>
    /// <param name="events">Mean events a side a window.</param>
    /// <param name="windows">Windows, those that count as one counted once.</param>
    /// <param name="squares">Their standardised sum of squares.</param>
    /// <param name="into">One number a dispersion.</param>
    public static void LnBeliefs(in BurstPrior prior, double perWindow, double events, double windows, double squares, Span<double> into)
    {
        double told = 4 * events / (4 * events + 1);
        double own = 1 + 2 * prior.Clustering / perWindow, shared = 1 + 2 * prior.SharedClustering / perWindow;
        for (int g = 0; g < Count; g++)
        {
            double dispersion = All[g];
            into[g] = Math.Log(g == 0 ? Independent : (1 - Independent) / (Count - 1)) - 0.5 * told * (windows * Math.Log(dispersion) + squares / dispersion);
            if (prior.HasHistory) into[g] += LnMean(LnHistory(own, dispersion, told), LnHistory(shared, dispersion, told), Shared);
        }
    }

    private static double LnHistory(double seen, double dispersion, double told) => 0.5 * told * HistoryWindows * (Math.Log(seen / dispersion) - seen / dispersion);

    private static double LnMean(double first, double second, double weightOfSecond)
    {
        double largest = Math.Max(first, second);
        return largest + Math.Log((1 - weightOfSecond) * Math.Exp(first - largest) + weightOfSecond * Math.Exp(second - largest));
    }
}
