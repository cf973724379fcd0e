using System.Runtime.InteropServices;

namespace CanaryJudge.Statistics;

/// <summary>The magnitudes of paired differences, ranked: doubled mid-ranks by group of equal size and what is needed of them.</summary>
internal readonly ref struct SignedRanks
{
    private readonly ReadOnlySpan<int> _groups;
    private readonly int _zeros;

    private SignedRanks(ReadOnlySpan<int> groups, int ranked, int zeros, long doubledSum)
    {
        _groups = groups;
        _zeros = zeros;
        Ranked = ranked;
        DoubledSum = doubledSum;
    }

    /// <summary>Differences that are not zero.</summary>
    public int Ranked { get; }

    /// <summary>2W+, the doubled rank sum of the positive differences.</summary>
    public long DoubledSum { get; }

    /// <summary>The doubled sum of all ranks.</summary>
    public long DoubledTotal => (long)Ranked * (Ranked + 1L + (2L * _zeros));

    /// <summary>Ranks the differences in n doubles of scratch and the room that sorting n values needs.</summary>
    /// <exception cref="ArgumentException">There is no difference, or one is NaN.</exception>
    public static SignedRanks Of(ReadOnlySpan<double> differences, ZeroRule zeros, Span<double> scratch, string name)
    {
        if (differences.IsEmpty) throw new ArgumentException("There are no differences: the test needs at least one.", name);
        Span<double> magnitudes = scratch[..differences.Length];
        int positive = 0, from = magnitudes.Length;
        for (int i = 0; i < differences.Length; i++)
        {
            double difference = differences[i];
            if (difference > 0) magnitudes[positive++] = difference;
            else if (difference < 0) magnitudes[--from] = -difference;
            else if (double.IsNaN(difference))
                throw new ArgumentException($"The difference at index {i} is NaN: drop windows without data before the comparison.", name);
        }

        Span<double> up = magnitudes[..positive], down = magnitudes[from..];
        ValueSort.Sort(up, scratch[differences.Length..]);
        ValueSort.Sort(down, scratch[differences.Length..]);
        int ranked = up.Length + down.Length;
        int before = zeros == ZeroRule.Pratt ? differences.Length - ranked : 0;
        Span<int> groups = MemoryMarshal.Cast<double, int>(scratch.Slice(differences.Length, differences.Length));
        groups = groups[..Ranking.GroupSizes(up, down, groups)];
        long doubledSum = Ranking.Of(up, down).HalfWins + (positive * (positive + 1L + (2L * before)));
        return new(groups, ranked, before, doubledSum);
    }

    /// <summary>The ranks 1 to n, each alone, with no sum: for the null distribution itself. Takes half of n doubles of scratch.</summary>
    public static SignedRanks WithoutTies(int n, Span<double> scratch)
    {
        Span<int> groups = MemoryMarshal.Cast<double, int>(scratch)[..n];
        groups.Fill(1);
        return new(groups, n, zeros: 0, doubledSum: 0);
    }

    /// <summary>The groups in ascending order: how many differences share the doubled mid-rank.</summary>
    public Enumerator GetEnumerator() => new(_groups, _zeros);

    internal ref struct Enumerator(ReadOnlySpan<int> groups, int zeros)
    {
        private readonly ReadOnlySpan<int> _groups = groups;
        private long _below = 2L * zeros;
        private int _next;

        public (int Size, long DoubledRank) Current { get; private set; }

        public bool MoveNext()
        {
            if (_next == _groups.Length) return false;
            int size = _groups[_next++];
            Current = (size, _below + size + 1);
            _below += 2L * size;
            return true;
        }
    }
}
