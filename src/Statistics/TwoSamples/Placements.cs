namespace CanaryJudge.Statistics;

/// <summary>How often each value of one sample exceeds the other sample's, ties as one half, summed up in whole numbers.</summary>
/// <param name="HalfWins">2U of the first sample.</param>
/// <param name="FirstSquares">The sum over the first sample of the squared doubled placements.</param>
/// <param name="SecondSquares">The same over the second sample.</param>
/// <remarks>A placement is the overall mid-rank minus the rank within the own sample. Its spread over a sample is what the theories of Cliff (1993), DeLong (1988) and
/// Brunner and Munzel (2000) share. Squares reach 2^64, sums of them 2^95, so 128 bits hold even n times the sum.</remarks>
internal readonly record struct Placements(long HalfWins, UInt128 FirstSquares, UInt128 SecondSquares)
{
    /// <summary>Merges two sorted samples.</summary>
    public static Placements Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        long halfWins = 0;
        UInt128 first = 0, second = 0;
        int i = 0, j = 0;
        while (i < x.Length || j < y.Length)
        {
            double value = i < x.Length && (j == y.Length || x[i] <= y[j]) ? x[i] : y[j];
            int fromX = i, fromY = j;
            while (i < x.Length && x[i] == value) i++;
            while (j < y.Length && y[j] == value) j++;
            long groupX = i - fromX, groupY = j - fromY;
            long placedX = (2L * fromY) + groupY, placedY = (2L * fromX) + groupX;
            halfWins += groupX * placedX;
            first += (UInt128)(ulong)placedX * (ulong)placedX * (ulong)groupX;
            second += (UInt128)(ulong)placedY * (ulong)placedY * (ulong)groupY;
        }

        return new(halfWins, first, second);
    }

    /// <summary>The variance (n - 1) of the first sample's placements, exact until the last division.</summary>
    public double FirstVariance(int n) => Variance(FirstSquares, HalfWins, n);

    /// <summary>The variance (m - 1) of the second sample's placements.</summary>
    public double SecondVariance(int n, int m) => Variance(SecondSquares, (2L * n * m) - HalfWins, m);

    private static double Variance(UInt128 squares, long sum, int count) =>
        (double)((squares * (uint)count) - ((UInt128)(ulong)sum * (ulong)sum)) / (4.0 * count * (count - 1.0));
}
