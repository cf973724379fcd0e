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

    /// <summary>Sums of weight times value, of eight correlations.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Weighted(int from) => MemoryGrid.Eight(_weighted, from);

    /// <summary>Sums of weight times value squared.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Squared(int from) => MemoryGrid.Eight(_squared, from);

    /// <summary>Sums of the weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Weight(int from) => Starts * MemoryGrid.Eight(MemoryGrid.FirstWeight, from) + Pairs * MemoryGrid.Eight(MemoryGrid.NextWeight, from);

    /// <summary>Weighted sums of squared distances from their own mean; never below 0, though rounding may take it there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> AroundMean(int from)
    {
        Vector512<double> weight = Weight(from), weighted = Weighted(from), mean = weighted / weight;
        return Vector512.Max(Vector512<double>.Zero, Squared(from) - 2 * mean * weighted + mean * mean * weight);
    }

    /// <summary>The sums under one correlation.</summary>
    public DifferenceSums At(int g) => new(Weight(g & ~7)[g & 7], _weighted[g], _squared[g]);

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
        Vector512<double> rho = MemoryGrid.Eight(MemoryGrid.Rho, 0), rhoHigh = MemoryGrid.Eight(MemoryGrid.Rho, 8);
        Vector512<double> rest = MemoryGrid.Eight(MemoryGrid.Rest, 0), restHigh = MemoryGrid.Eight(MemoryGrid.Rest, 8);
        Vector512<double> weighted = Weighted(0), weightedHigh = Weighted(8), squared = Squared(0), squaredHigh = Squared(8);
        foreach (double given in values)
        {
            double value = Math.Clamp(given, least, largest);
            if (!double.IsNaN(value))
            {
                Vector512<double> all = Vector512.Create(value);
                if (double.IsNaN(last))
                {
                    Starts++;
                    Vector512<double> first = all * MemoryGrid.Eight(MemoryGrid.FirstWeight, 0), firstHigh = all * MemoryGrid.Eight(MemoryGrid.FirstWeight, 8);
                    (weighted, weightedHigh) = (weighted + first, weightedHigh + firstHigh);
                    (squared, squaredHigh) = (squared + first * value, squaredHigh + firstHigh * value);
                }
                else
                {
                    Pairs++;
                    Vector512<double> news = all - rho * last, newsHigh = all - rhoHigh * last;
                    (weighted, weightedHigh) = (weighted + rest * news, weightedHigh + restHigh * newsHigh);
                    (squared, squaredHigh) = (squared + news * news, squaredHigh + newsHigh * newsHigh);
                }
            }

            last = value;
        }

        weighted.CopyTo(_weighted);
        weightedHigh.CopyTo(_weighted, 8);
        squared.CopyTo(_squared);
        squaredHigh.CopyTo(_squared, 8);
    }
}
