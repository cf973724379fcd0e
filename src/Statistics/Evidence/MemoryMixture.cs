using System.Runtime.CompilerServices;

namespace CanaryJudge.Statistics;

/// <summary>Likelihoods of a series' windows with the variance integrated out, averaged over the correlations.</summary>
/// <remarks>
/// A likelihood is C·s^(-p) for s the prior's and the windows' squares together and p half of the prior's windows and the windows; p is a multiple of a half, so it is a power, and
/// with C brought into the base, (s·C^(-1/p)) over the least of them, no power is above 1: no logarithm or exponential is taken of a single one. A power grows the relative error by p,
/// as a logarithm times p would. Tests hold both against the plain form.
/// </remarks>
internal readonly ref struct MemoryMixture<T>
    where T : unmanaged, ILanes<T>
{
    // A correlation whose C^(-1/p) is beyond e to this counts for nothing either way.
    private const double MostLn = 600;

    // Likelihoods so far below another are less than its rounding.
    private const double NegligibleLn = 50;

    private const int Half = 8;

    private readonly MemorySums _sums;
    private readonly ReadOnlySpan<double> _priorSquares;
    private readonly double _unit;
    private readonly int _halves;
    private readonly double _least; // a power of less is nothing beside that of 1
    private readonly double _negligible; // a base so many times another has a power that is nothing beside the other's
    private readonly ReadOnlySpan<double> _factors; // C^(-1/p), of each correlation, at least 1

    /// <summary>The mixture after some windows.</summary>
    /// <param name="sums">The windows, one or more.</param>
    /// <param name="lnConstants">ln of C before the first window, one a correlation.</param>
    /// <param name="priorSquares">The prior's sum of squares alike, in <paramref name="unit"/>.</param>
    /// <param name="priorWindows">Windows that the prior is worth.</param>
    /// <param name="unit">What squares are measured in.</param>
    /// <param name="factors">Room for a number a correlation, which the mixture keeps.</param>
    public MemoryMixture(MemorySums sums, ReadOnlySpan<double> lnConstants, ReadOnlySpan<double> priorSquares, int priorWindows, double unit, Span<double> factors)
    {
        _sums = sums;
        _priorSquares = priorSquares;
        _unit = unit;
        _halves = priorWindows + sums.Starts + sums.Pairs;
        double half = 0.5 * sums.Starts, over = 1 / Power;
        _negligible = Math.Exp(NegligibleLn * over);
        _least = 1 / _negligible;
        T most = LnConstant(lnConstants, half, 0);
        for (int g = T.Count; g < MemoryGrid.Padded; g += T.Count) most = T.Max(most, LnConstant(lnConstants, half, g));
        double largest = most.Largest();
        for (int g = 0; g < MemoryGrid.Padded; g += T.Count) LaneElementary.ExpFrom(T.Min((largest - LnConstant(lnConstants, half, g)) * over, MostLn), 0).CopyTo(factors, g);
        _factors = factors;
    }

    private double Power
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0.5 * _halves;
    }

    /// <summary>ln of the likelihood around each mean, up to a common constant; -infinity for the eight higher means when beside that of the second one they are nothing.</summary>
    /// <param name="means">Sixteen means, in roots of the unit: the last eight from the least to the largest, above the second.</param>
    /// <param name="ln">As many logarithms.</param>
    public void Ln(ReadOnlySpan<double> means, Span<double> ln)
    {
        // Squared distances from a mean m, weighed: squared - m·weighted + m²·weight.
        EffectGrid.Row squared = default, weighted = default, weight = default, prior = default;
        double twice = 2 / Math.Sqrt(_unit);
        bool isNothing = true;
        T second = means[1], third = means[Half];
        for (int g = 0; g < MemoryGrid.Padded; g += T.Count)
        {
            T factor = T.From(_factors, g), sum = factor * (_sums.Squared<T>(g) / _unit), twiceMean = factor * (_sums.Weighted<T>(g) * twice), own = factor * _sums.Weight<T>(g), before = factor * T.From(_priorSquares, g);
            sum.CopyTo(squared, g);
            twiceMean.CopyTo(weighted, g);
            own.CopyTo(weight, g);
            before.CopyTo(prior, g);
            isNothing &= T.AllAtMost(_negligible * Base(second, sum, twiceMean, own, before), Base(third, sum, twiceMean, own, before)) && T.AllAtMost(twiceMean, third * own);
        }

        int among = isNothing ? Half : 2 * Half;
        for (int j = 0; j < among; j += T.Count) Ln(T.From(means, j), squared, weighted, weight, prior).CopyTo(ln, j);
        for (int j = among; j < 2 * Half; j += T.Count) ((T)double.NegativeInfinity).CopyTo(ln, j);
    }

    /// <summary>The probability of each correlation when the mean is free (a flat prior on it).</summary>
    /// <param name="beliefs">One a correlation, filled up to whole eights; 0 beyond.</param>
    public void Believe(Span<double> beliefs)
    {
        EffectGrid.Row squares = default;
        T most = double.NegativeInfinity;
        for (int g = 0; g < MemoryGrid.Padded; g += T.Count)
        {
            T free = T.From(_priorSquares, g) + _sums.AroundMean<T>(g) / _unit;
            free.CopyTo(squares, g);
            most = T.Max(most, 0 - free * T.From(_factors, g));
        }

        double least = -most.Largest();
        T first = 0, third = 0, fifth = 0, seventh = 0;
        for (int g = 0; g < MemoryGrid.Padded; g += T.Count)
        {
            T free = T.From(squares, g), belief = Raise(least / (free * T.From(_factors, g))) * T.Sqrt(free / _sums.Weight<T>(g));
            belief.CopyTo(beliefs, g);
            LaneSum.Add(ref first, ref third, ref fifth, ref seventh, belief, g);
        }

        double all = LaneSum.Of(first, third, fifth, seventh);
        for (int g = 0; g < MemoryGrid.Padded; g += T.Count) (T.From(beliefs, g) / all).CopyTo(beliefs, g);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T LnConstant(ReadOnlySpan<double> lnConstants, double half, int g) => T.From(lnConstants, g) + half * T.From(MemoryGrid.LnShare, g);

    private T Ln(T means, ReadOnlySpan<double> squared, ReadOnlySpan<double> weighted, ReadOnlySpan<double> weight, ReadOnlySpan<double> prior)
    {
        T least = double.PositiveInfinity, sum = 0;
        for (int g = 0; g < MemoryGrid.Count; g++) least = T.MinNative(least, Base(means, squared[g], weighted[g], weight[g], prior[g]));
        for (int g = 0; g < MemoryGrid.Count; g++) sum += Raise(least / Base(means, squared[g], weighted[g], weight[g], prior[g]));
        return LaneElementary.AreOrdinary(sum) && LaneElementary.AreOrdinary(least) ? LaneElementary.LnOrdinary(sum) - Power * LaneElementary.LnOrdinary(least) : LnOfAny(sum, least);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private T LnOfAny(T sum, T least) => LaneElementary.Ln(sum) - Power * LaneElementary.Ln(least);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Base(T means, T squared, T weighted, T weight, T prior) => T.MaxNative(0, squared - means * weighted + means * means * weight) + prior;

    // To the power p, from roots and squares. What is nothing beside 1 is not made smaller still: with the smallest numbers a processor takes a slow way.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T Raise(T x)
    {
        x = T.MaxNative(_least, x);
        T power = _halves % 2 == 0 ? 1 : T.Sqrt(x);
        for (uint left = (uint)_halves >> 1; left > 0; left >>= 1)
        {
            if ((left & 1) == 1) power *= x;
            x *= x;
        }

        return power;
    }
}
