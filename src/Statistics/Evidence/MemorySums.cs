using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CanaryJudge.Statistics;

/// <summary>Sums over windows that enter, under each correlation ρ, as what each adds to its neighbour's news: (d - ρ d')/(1 - ρ) with weight (1 - ρ)², or after a gap d with weight 1 - ρ².</summary>
internal sealed class MemorySums
{
    private readonly double[] _weighted = new double[MemoryGrid.Padded];
    private readonly double[] _squared = new double[MemoryGrid.Padded];

    /// <summary>Windows without a neighbour before them.</summary>
    public int Starts { get; private set; }

    /// <summary>Windows with one.</summary>
    public int Pairs { get; private set; }

    /// <summary>Sums of weight times value, of some correlations.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Weighted<T>(int from)
        where T : unmanaged, ILanes<T> => T.From(_weighted, from);

    /// <summary>Sums of weight times value squared.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Squared<T>(int from)
        where T : unmanaged, ILanes<T> => T.From(_squared, from);

    /// <summary>Sums of the weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Weight<T>(int from)
        where T : unmanaged, ILanes<T> => Starts * T.From(MemoryGrid.FirstWeight, from) + Pairs * T.From(MemoryGrid.NextWeight, from);

    /// <summary>Weighted sums of squared distances from their own mean; never below 0, though rounding may take it there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T AroundMean<T>(int from)
        where T : unmanaged, ILanes<T>
    {
        T weight = Weight<T>(from), weighted = Weighted<T>(from), mean = weighted / weight;
        return T.Max(0, Squared<T>(from) - 2 * mean * weighted + mean * mean * weight);
    }

    /// <summary>The sums under one correlation.</summary>
    public DifferenceSums At(int g) => new(Starts * MemoryGrid.FirstWeight[g] + Pairs * MemoryGrid.NextWeight[g], _weighted[g], _squared[g]);

    /// <summary>Forgets all windows.</summary>
    public void Clear()
    {
        (Starts, Pairs) = (0, 0);
        Array.Clear(_weighted);
        Array.Clear(_squared);
    }

    /// <summary>Adds windows in order.</summary>
    /// <param name="values">Their differences; NaN is a gap.</param>
    /// <param name="last">The one before them; NaN after a gap and at the start.</param>
    /// <param name="least">Lower ones are moved here.</param>
    /// <param name="largest">Higher ones are moved here.</param>
    public void Add(ReadOnlySpan<double> values, double last, double least, double largest)
    {
        if (Vector512.IsHardwareAccelerated) Add<EightLanes>(values, last, least, largest);
        else if (Vector256.IsHardwareAccelerated) Add<FourLanes>(values, last, least, largest);
        else Add<TwoLanes>(values, last, least, largest);
    }

    private void Add<T>(ReadOnlySpan<double> values, double before, double least, double largest)
        where T : unmanaged, ILanes<T>
    {
        (int startsBefore, int pairsBefore) = (Starts, Pairs);
        // Two groups at once: each sum waits for itself, so that two take the time of one.
        for (int g = 0; g < MemoryGrid.Padded; g += 2 * T.Count)
        {
            int next = g + T.Count;
            (int starts, int pairs) = (startsBefore, pairsBefore);
            double last = before;
            T rho = T.From(MemoryGrid.Rho, g), rhoNext = T.From(MemoryGrid.Rho, next), rest = T.From(MemoryGrid.Rest, g), restNext = T.From(MemoryGrid.Rest, next);
            T weighted = Weighted<T>(g), weightedNext = Weighted<T>(next), squared = Squared<T>(g), squaredNext = Squared<T>(next);
            foreach (double given in values)
            {
                double value = Math.Clamp(given, least, largest);
                if (!double.IsNaN(value))
                {
                    if (double.IsNaN(last))
                    {
                        starts++;
                        T first = value * T.From(MemoryGrid.FirstWeight, g), firstNext = value * T.From(MemoryGrid.FirstWeight, next);
                        (weighted, weightedNext) = (weighted + first, weightedNext + firstNext);
                        (squared, squaredNext) = (squared + first * value, squaredNext + firstNext * value);
                    }
                    else
                    {
                        pairs++;
                        T news = value - rho * last, newsNext = value - rhoNext * last;
                        (weighted, weightedNext) = (weighted + rest * news, weightedNext + restNext * newsNext);
                        (squared, squaredNext) = (squared + news * news, squaredNext + newsNext * newsNext);
                    }
                }

                last = value;
            }

            (Starts, Pairs) = (starts, pairs);
            weighted.CopyTo(_weighted, g);
            weightedNext.CopyTo(_weighted, next);
            squared.CopyTo(_squared, g);
            squaredNext.CopyTo(_squared, next);
        }
    }
}
