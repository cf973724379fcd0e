namespace CanaryJudge.Statistics;

/// <summary>What one merge of two sorted samples tells: U in halves and the ties.</summary>
/// <param name="HalfWins">2U of the first sample: each pair counts 2 when the first value is the larger, 1 when both are equal.</param>
/// <param name="TieCubes">The sum of t³ - t over the groups of t equal values in the pooled sample; 0 without ties.</param>
internal readonly record struct Ranking(long HalfWins, UInt128 TieCubes)
{
    /// <summary>Doubles of work space for two samples of n and m values: the pooled sample, or what sorting one of them needs.</summary>
    public static long WorkLength(long n, long m) => Math.Max(n + m, ValueSort.SpareLength(Math.Max(n, m)));

    /// <summary>As <see cref="Of(ReadOnlySpan{double}, ReadOnlySpan{double})"/>, in n + m doubles of work space.</summary>
    /// <remarks>
    /// The pooled sample is written without branches and then read for ties; U's share of ties follows from the groups of the pool less those within a sample.
    /// Without ties 0.3 of the time of going group by group, at 60 to 10,000 values a side. Where most neighbours are equal the groups are few and two to four times as fast: then it goes by them.
    /// </remarks>
    public static Ranking Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> work)
    {
        if (IsMostlyTied(x) && IsMostlyTied(y)) return Of(x, y);
        Span<double> pool = work[..(x.Length + y.Length)];
        long wins = SortedMerge.Pool(x, y, pool);
        Ties ties = Ties.Of(pool);
        if (ties.Pairs == 0) return new(2 * wins, 0);
        ulong across = (ties.Pairs - Ties.Of(x).Pairs - Ties.Of(y).Pairs) / 2;
        return new((2 * wins) + (long)across, ties.Cubes);
    }

    /// <summary>Merges two sorted samples group by group. 2nm fits a long for any span lengths, t³ fits 128 bits.</summary>
    public static Ranking Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        long halfWins = 0;
        UInt128 tieCubes = 0;
        int i = 0, j = 0;
        while (i < x.Length || j < y.Length)
        {
            int fromX = i, fromY = j;
            NextGroup(x, y, ref i, ref j);
            long wins = i - fromX, against = j - fromY, tied = wins + against;
            halfWins += wins * ((2L * fromY) + against);
            if (tied > 1) tieCubes += (UInt128)(ulong)tied * (ulong)tied * (ulong)tied - (ulong)tied;
        }

        return new(halfWins, tieCubes);
    }

    /// <summary>Writes the sizes of the groups of equal values, smallest value first, and returns their number.</summary>
    public static int GroupSizes(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<int> sizes)
    {
        int i = 0, j = 0, groups = 0;
        while (i < x.Length || j < y.Length)
        {
            int before = i + j;
            NextGroup(x, y, ref i, ref j);
            sizes[groups++] = i + j - before;
        }

        return groups;
    }

    /// <summary>Whether more than half of 16 places, evenly spread over a sorted sample, have an equal neighbour.</summary>
    private static bool IsMostlyTied(ReadOnlySpan<double> sorted)
    {
        const int places = 16;
        if (sorted.Length < places) return false;
        int tied = 0, step = (sorted.Length - 1) / places;
        for (int i = 0, at = 0; i < places && at + 1 < sorted.Length; i++, at += Math.Max(1, step)) tied += sorted[at] == sorted[at + 1] ? 1 : 0;
        return tied > places / 2;
    }

    private static void NextGroup(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ref int i, ref int j)
    {
        double value = i < x.Length && (j == y.Length || x[i] <= y[j]) ? x[i] : y[j];
        while (i < x.Length && x[i] == value) i++;
        while (j < y.Length && y[j] == value) j++;
    }
}
