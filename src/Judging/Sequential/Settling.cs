namespace CanaryJudge.Judging.Sequential;

/// <summary>How long a start-up that the warm-up has shown goes on after it.</summary>
/// <remarks>
/// A warm-up has a fixed length and a cold start has its own. When the canary's difference has fallen through the warm-up, by four deviations of a difference or more, and is
/// still above half the margin at its end, it is carried on at the same rate of decay until it is below; those windows are left out. Nothing later than the warm-up is read.
/// </remarks>
internal static class Settling
{
    private const double LeastFall = 4;
    private const int MostBeyondWarmUp = 2;

    /// <summary>Windows after the warm-up to leave out.</summary>
    /// <param name="warmUp">The warm-up's differences, in order, in the direction of harm; NaN is missing.</param>
    /// <param name="margin">The margin on the same scale.</param>
    /// <param name="deviation">Standard deviation of a difference.</param>
    /// <returns>0 when there was no such fall; at most two more than the warm-up has windows.</returns>
    public static int Windows(ReadOnlySpan<double> warmUp, double margin, double deviation)
    {
        double first = double.NaN, last = double.NaN;
        int count = 0;
        foreach (double value in warmUp)
        {
            if (double.IsNaN(value)) continue;
            if (count++ == 0) first = value;
            last = value;
        }

        if (count < 2 || !(first - last > LeastFall * deviation) || !(last > margin / 2)) return 0;
        double decay = Math.Pow(last / first, 1.0 / (count - 1));
        return (int)Math.Min(count + MostBeyondWarmUp, Math.Ceiling(Math.Log(margin / 2 / last) / Math.Log(decay)));
    }
}
