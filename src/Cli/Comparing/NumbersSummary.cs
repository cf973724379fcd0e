namespace CanaryJudge.Cli.Comparing;

/// <summary>What one side's numbers look like.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Count">How many; 1 or more.</param>
/// <param name="Least">The smallest.</param>
/// <param name="LowerQuarter">The lower quartile: linear between order statistics (Hyndman and Fan 1996, type 7), as are the next two.</param>
/// <param name="Median">The median.</param>
/// <param name="UpperQuarter">The upper quartile.</param>
/// <param name="Most">The largest.</param>
internal sealed record NumbersSummary(string Name, int Count, double Least, double LowerQuarter, double Median, double UpperQuarter, double Most)
{
    /// <summary>Summarises numbers.</summary>
    /// <param name="file">At least one number, all finite; not written to.</param>
    public static NumbersSummary Of(NumbersFile file)
    {
        double[] sorted = [.. file.Values.Order()];
        return new(file.Name, sorted.Length, sorted[0], Quantile(sorted, 0.25), Quantile(sorted, 0.5), Quantile(sorted, 0.75), sorted[^1]);
    }

    private static double Quantile(double[] sorted, double q)
    {
        double position = q * (sorted.Length - 1);
        int below = (int)position;
        double share = position - below;
        // Each part by itself: the difference of two numbers near 1e308 has no value.
        return share == 0 ? sorted[below] : ((1 - share) * sorted[below]) + (share * sorted[below + 1]);
    }
}
