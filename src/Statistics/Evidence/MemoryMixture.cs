using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CanaryJudge.Statistics;

/// <summary>Likelihoods of a series' windows with the variance integrated out, averaged over the correlations.</summary>
/// <remarks>
/// A likelihood is C·s^(-p) for s the prior's and the windows' squares together and p half of the prior's windows and the windows; p is a multiple of a half, so it is a power, and
/// with C brought into the base, (s·C^(-1/p)) over the least of them, no power is above 1: no logarithm or exponential is taken of a single one. A power grows the relative error by p,
/// as a logarithm times p would. Tests hold both against the plain form.
/// </remarks>
internal readonly ref struct MemoryMixture
{
    // A correlation whose C^(-1/p) is beyond e to this counts for nothing either way.
    private const double MostLn = 600;

    // Likelihoods so far below another are less than its rounding.
    private const double NegligibleLn = 50;

    private readonly MemorySums _sums;
    private readonly ReadOnlySpan<double> _priorSquares;
    private readonly double _unit;
    private readonly int _halves;
    private readonly Vector512<double> _low; // C^(-1/p), of each correlation, at least 1
    private readonly Vector512<double> _high;
    private readonly Vector512<double> _negligible; // a base so many times another has a power that is nothing beside the other's

    /// <summary>The mixture after some windows.</summary>
    /// <param name="sums">The windows, one or more.</param>
    /// <param name="lnConstants">ln of C before the first window, one a correlation.</param>
    /// <param name="priorSquares">The prior's sum of squares alike, in <paramref name="unit"/>.</param>
    /// <param name="priorWindows">Windows that the prior is worth.</param>
    /// <param name="unit">What squares are measured in.</param>
    public MemoryMixture(MemorySums sums, ReadOnlySpan<double> lnConstants, ReadOnlySpan<double> priorSquares, int priorWindows, double unit)
    {
        _sums = sums;
        _priorSquares = priorSquares;
        _unit = unit;
        _halves = priorWindows + sums.Starts + sums.Pairs;
        double half = 0.5 * sums.Starts, over = 1 / Power;
        _negligible = Vector512.Create(Math.Exp(NegligibleLn * over));
        Vector512<double> low = MemoryGrid.Eight(lnConstants, 0) + half * MemoryGrid.Eight(MemoryGrid.LnShare, 0), high = MemoryGrid.Eight(lnConstants, 8) + half * MemoryGrid.Eight(MemoryGrid.LnShare, 8);
        Vector512<double> largest = Vector512.Create(EightElementary.Largest(Vector512.Max(low, high))), most = Vector512.Create(MostLn);
        _low = EightElementary.ExpFrom(Vector512.Min((largest - low) * over, most), 0);
        _high = EightElementary.ExpFrom(Vector512.Min((largest - high) * over, most), 0);
    }

    private double Power => 0.5 * _halves;

    /// <summary>ln of the likelihood around each mean, up to a common constant; -infinity for the higher means when beside that of the second one they are nothing.</summary>
    /// <param name="low">Eight means, in roots of the unit.</param>
    /// <param name="high">Eight more, from the least to the largest, above the second of the others.</param>
    public (Vector512<double> Low, Vector512<double> High) Ln(Vector512<double> low, Vector512<double> high)
    {
        // Squared distances from a mean m, weighed: squared - m·weighted + m²·weight.
        Span<double> squared = stackalloc double[MemoryGrid.Padded], weighted = stackalloc double[MemoryGrid.Padded], weight = stackalloc double[MemoryGrid.Padded], prior = stackalloc double[MemoryGrid.Padded];
        double twice = 2 / Math.Sqrt(_unit);
        bool isNothing = true;
        Vector512<double> second = Vector512.Create(low[1]), third = Vector512.Create(high[0]);
        for (int g = 0; g < MemoryGrid.Padded; g += EightElementary.Width)
        {
            Vector512<double> factor = g == 0 ? _low : _high, sum = factor * (_sums.Squared(g) / _unit), twiceMean = factor * (_sums.Weighted(g) * twice), own = factor * _sums.Weight(g), before = factor * MemoryGrid.Eight(_priorSquares, g);
            sum.CopyTo(squared[g..]);
            twiceMean.CopyTo(weighted[g..]);
            own.CopyTo(weight[g..]);
            before.CopyTo(prior[g..]);
            isNothing &= Vector512.LessThanOrEqualAll(_negligible * Base(second, sum, twiceMean, own, before), Base(third, sum, twiceMean, own, before)) && Vector512.LessThanOrEqualAll(twiceMean, third * own);
        }

        return (Ln(low, squared, weighted, weight, prior), isNothing ? Vector512.Create(double.NegativeInfinity) : Ln(high, squared, weighted, weight, prior));
    }

    /// <summary>The probability of each correlation when the mean is free (a flat prior on it).</summary>
    /// <param name="beliefs">One a correlation, filled up to whole vectors; 0 beyond.</param>
    public void Believe(Span<double> beliefs)
    {
        (Vector512<double> squares, Vector512<double> squaresHigh) = (Free(0), Free(8));
        (Vector512<double> low, Vector512<double> high) = (squares * _low, squaresHigh * _high);
        Vector512<double> least = Vector512.Create(-EightElementary.Largest(-Vector512.Min(low, high)));
        low = Raise(least / low) * Vector512.Sqrt(squares / _sums.Weight(0));
        high = Raise(least / high) * Vector512.Sqrt(squaresHigh / _sums.Weight(8));
        Vector512<double> sum = Vector512.Create(EightElementary.Sum(low + high));
        (low / sum).CopyTo(beliefs);
        (high / sum).CopyTo(beliefs[EightElementary.Width..]);
    }

    private Vector512<double> Free(int from) => MemoryGrid.Eight(_priorSquares, from) + _sums.AroundMean(from) / _unit;

    private Vector512<double> Ln(Vector512<double> means, ReadOnlySpan<double> squared, ReadOnlySpan<double> weighted, ReadOnlySpan<double> weight, ReadOnlySpan<double> prior)
    {
        Span<Vector512<double>> bases = stackalloc Vector512<double>[MemoryGrid.Count];
        Vector512<double> least = Vector512.Create(double.PositiveInfinity), sum = Vector512<double>.Zero;
        for (int g = 0; g < MemoryGrid.Count; g++)
        {
            bases[g] = Base(means, Vector512.Create(squared[g]), Vector512.Create(weighted[g]), Vector512.Create(weight[g]), Vector512.Create(prior[g]));
            least = Vector512.MinNative(least, bases[g]);
        }

        foreach (Vector512<double> one in bases) sum += Raise(least / one);
        return EightElementary.Ln(sum) - Power * EightElementary.Ln(least);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Base(Vector512<double> means, Vector512<double> squared, Vector512<double> weighted, Vector512<double> weight, Vector512<double> prior) =>
        Vector512.MaxNative(Vector512<double>.Zero, squared - means * weighted + means * means * weight) + prior;

    // To the power p, from roots and squares. What is nothing beside 1 is not made smaller still: with the smallest numbers a processor takes a slow way.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<double> Raise(Vector512<double> x)
    {
        x = Vector512.MaxNative(Vector512<double>.One / _negligible, x);
        Vector512<double> power = _halves % 2 == 0 ? Vector512<double>.One : Vector512.Sqrt(x);
        for (uint left = (uint)_halves >> 1; left > 0; left >>= 1)
        {
            if ((left & 1) == 1) power *= x;
            x *= x;
        }

        return power;
    }
}
