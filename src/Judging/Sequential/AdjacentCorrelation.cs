namespace CanaryJudge.Judging.Sequential;

/// <summary>Lag-one correlation of a growing row of values with gaps, corrected for small samples and shrunk to a prior.</summary>
/// <remarks>Bias correction: Kendall (1954). A pair is two values in neighbouring windows; a gap breaks the pair.</remarks>
internal sealed class AdjacentCorrelation
{
    private int count;
    private int pairs;
    private double sum;
    private double sumSquares;
    private double sumProducts;
    private double sumPairEnds;
    private double last;
    private bool lastIsNeighbour;

    /// <summary>Adds the value of the next window.</summary>
    public void Add(double value)
    {
        if (lastIsNeighbour)
        {
            pairs++;
            sumProducts += value * last;
            sumPairEnds += value + last;
        }

        count++;
        sum += value;
        sumSquares += value * value;
        last = value;
        lastIsNeighbour = true;
    }

    /// <summary>The next window has no value.</summary>
    public void Gap() => lastIsNeighbour = false;

    /// <summary>The correlation, inside [0, 0.9].</summary>
    /// <param name="prior">Correlation before any data.</param>
    /// <param name="priorWeight">Windows the prior is worth.</param>
    /// <param name="lean">Added in proportion to 1/sqrt(windows): errs on the safe side.</param>
    public double Estimate(double prior, double priorWeight, double lean)
    {
        double mean = count == 0 ? 0 : sum / count;
        double variation = sumSquares - count * mean * mean;
        double raw = 0;
        if (pairs > 0 && variation > 0) raw = (sumProducts - mean * sumPairEnds + pairs * mean * mean) / variation * count / pairs;
        double corrected = count >= 5 ? (count * raw + 1) / Math.Max(count - 3, 1) : prior;
        double shrunk = (Math.Clamp(corrected, -0.2, 0.98) * count + prior * priorWeight) / (count + priorWeight) + lean / Math.Sqrt(Math.Max(count + priorWeight, 1));
        return Math.Clamp(shrunk, 0, 0.9);
    }
}
