using System.Runtime.Intrinsics;

namespace CanaryJudge.Statistics;

/// <summary>
/// Evidence about a series (a gauge, a mean, a percentile) from paired windows, that may be looked at after every window. Neither its noise nor its memory is known: both
/// hypotheses are averaged over them, with beliefs that a history and the windows themselves have formed.
/// </summary>
/// <remarks>
/// A Bayes factor: the differences are a first-order autoregression around a mean that is 0, or the margin or more; its correlation lies on the grid of 0, 0.1 ... 0.9, its
/// variance has an inverse-gamma prior and is integrated out (Jeffreys 1961). Averaged over the prior it is an e-process; for one fixed noise and memory its error rates are
/// measured. No estimate of memory is put in as if it were known, so the first windows are neither trusted too much nor thrown away.
/// From the eighth window on, values beyond four robust standard deviations from the median of all so far are moved to that limit.
/// O(1) a window while nothing is moved, else O(windows) without allocation. Grows beyond the capacity it was made with.
/// NaN: a difference that is NaN, infinite or above 1e150 in size is a gap, which is no evidence. Should sums overflow all the same, the evidence is -infinity, which reaches no threshold.
/// </remarks>
public sealed class MixedSeriesEvidence
{
    private const int FewestToCut = 8;
    private const double DeviationsToCut = 4 * 1.4826;
    private const int FixedState = 5;

    private readonly SeriesScale _scale;
    private readonly MemoryPrior _prior;
    private readonly bool _moreOnMargin;
    private readonly double _unit; // logarithms are of squares in margins, so that the unit of the series changes no bit
    private readonly double[] _lnConstants;
    private readonly double[] _priorSquares;
    private readonly MemorySums _raw = new();
    private readonly MemorySums _moved = new();
    private double[] _differences;
    private SortedValues _sorted;
    private MemorySums _cut;
    private double _low = double.NegativeInfinity;
    private double _high = double.PositiveInfinity;

    /// <summary>Starts without windows.</summary>
    /// <param name="scale">The scale with the margin.</param>
    /// <param name="prior">What was known before the first window.</param>
    /// <param name="capacity">Windows to make room for; more are taken.</param>
    /// <param name="moreOnMargin">True to put 0.8 of the weight of harm on the margin itself, false for 0.6: larger harm is seen in few windows either way.</param>
    /// <exception cref="ArgumentException">The margin is NaN or out of range, or the capacity is below 1.</exception>
    public MixedSeriesEvidence(SeriesScale scale, MemoryPrior prior, int capacity = 64, bool moreOnMargin = false)
    {
        scale.Check(nameof(scale));
        if (capacity < 1) throw new ArgumentException($"The capacity is {capacity}: it must be 1 or more.", nameof(capacity));
        _scale = scale;
        _prior = prior;
        _moreOnMargin = moreOnMargin;
        _differences = new double[capacity];
        _sorted = new SortedValues(capacity);
        _unit = scale.Margin * scale.Margin;
        _cut = _raw;
        _priorSquares = MemoryGrid.Row(g => prior.Windows * prior.Variances[g] / _unit);
        _lnConstants = new double[MemoryGrid.Padded];
        _lnConstants.AsSpan(MemoryGrid.Count).Fill(double.NegativeInfinity);
        for (int g = 0; g < MemoryGrid.Count; g++) _lnConstants[g] = prior.LnWeights[g] + 0.5 * prior.Windows * Math.Log(_priorSquares[g]);
        Levels = new EvidenceLevels(SeriesEvidence.NotYet, 0, 0, 1);
    }

    /// <summary>The evidence after the windows so far; harm is <see cref="SeriesEvidence.NotYet"/> before the prior's fewest windows; 0 for safety without windows.</summary>
    public EvidenceLevels Levels { get; private set; }

    /// <summary>Windows so far, gaps included.</summary>
    public int Elapsed { get; private set; }

    /// <summary>The difference of each window so far, NaN for a gap; as given, outliers too.</summary>
    public ReadOnlySpan<double> Differences => _differences.AsSpan(0, Elapsed);

    /// <summary>Doubles of the state now; it grows with the windows.</summary>
    public int StateLength => StateLengthOf(Elapsed);

    /// <summary>Doubles of the state after some windows.</summary>
    /// <param name="elapsed">Windows, gaps included, 0 or more.</param>
    /// <returns>Five and one a window.</returns>
    public static int StateLengthOf(int elapsed) => FixedState + elapsed;

    /// <summary>Adds one window's difference on the series' scale (<see cref="SeriesScale.Difference"/>); NaN for a window without both sides, which leaves the evidence as it is.</summary>
    /// <param name="difference">The difference.</param>
    public void Add(double difference)
    {
        bool isGap = !(Math.Abs(difference) <= SeriesScale.Largest);
        Keep(isGap ? double.NaN : difference);
        if (isGap) return;
        Limit();
        if (Vector512.IsHardwareAccelerated) Look<EightLanes>();
        else if (Vector256.IsHardwareAccelerated) Look<FourLanes>();
        else Look<TwoLanes>();
    }

    /// <summary>The mean difference and its error after the windows so far; the beliefs about memory are those of a free mean.</summary>
    /// <returns>The estimate; NaN before the second window.</returns>
    public SeriesEstimate Estimate()
    {
        int count = _sorted.Count;
        if (count < 2) return new SeriesEstimate(double.NaN, double.NaN, 2, count);
        double freedom = _prior.Windows + count - 1;
        Span<double> beliefs = stackalloc double[MemoryGrid.Padded];
        Mixture<TwoLanes>(stackalloc double[MemoryGrid.Padded]).Believe(beliefs);
        double mean = 0, variance = 0;
        for (int g = 0; g < MemoryGrid.Count; g++) mean += beliefs[g] * _cut.At(g).Mean;
        for (int g = 0; g < MemoryGrid.Count; g++)
        {
            DifferenceSums sums = _cut.At(g);
            double own = sums.Mean;
            double squared = (_prior.Windows * _prior.Variances[g] + sums.Around(own)) / freedom / sums.Weight;
            variance += beliefs[g] * (squared + (own - mean) * (own - mean));
        }

        return new SeriesEstimate(mean, Math.Sqrt(variance), Math.Max(2, freedom - 1), count);
    }

    /// <summary>Writes the state; bit for bit what <see cref="Restore"/> goes on from.</summary>
    /// <param name="state">At least <see cref="StateLength"/> doubles.</param>
    /// <exception cref="ArgumentException">The span is too short.</exception>
    public void CopyTo(Span<double> state)
    {
        if (state.Length < StateLength) throw new ArgumentException($"The state needs {StateLength} doubles, {state.Length} are given.", nameof(state));
        (state[0], state[1], state[2], state[3], state[4]) = (_low, _high, Levels.LnHarm, Levels.LnSafe, Levels.Tau);
        Differences.CopyTo(state[FixedState..]);
    }

    /// <summary>Takes a state over; this must be without windows, and of the scale and prior that the state was made with.</summary>
    /// <param name="state">What <see cref="CopyTo"/> wrote, and no more.</param>
    /// <exception cref="ArgumentException">The state's length is none that CopyTo writes.</exception>
    /// <exception cref="InvalidOperationException">There are windows already.</exception>
    public void Restore(ReadOnlySpan<double> state)
    {
        if (Elapsed > 0) throw new InvalidOperationException($"A state can be restored before the first window only; there are {Elapsed}.");
        if (state.Length < FixedState) throw new ArgumentException($"The state has {state.Length} doubles: {FixedState} and 1 a window are needed.", nameof(state));
        foreach (double difference in state[FixedState..]) Keep(difference);
        (_low, _high) = (state[0], state[1]);
        Cut();
        Levels = new EvidenceLevels(state[2], state[3], _sorted.Count, state[4]);
    }

    private void Keep(double difference)
    {
        if (Elapsed == _differences.Length) Array.Resize(ref _differences, 2 * Elapsed);
        _differences[Elapsed] = difference;
        if (!double.IsNaN(difference))
        {
            _sorted.Add(difference);
            _raw.Add([difference], Elapsed > 0 ? _differences[Elapsed - 1] : double.NaN, double.NegativeInfinity, double.PositiveInfinity);
        }

        Elapsed++;
    }

    private void Limit()
    {
        (_low, _high) = (double.NegativeInfinity, double.PositiveInfinity);
        if (_sorted.Count >= FewestToCut)
        {
            double middle = _sorted.Median, reach = DeviationsToCut * _sorted.MedianDistance(middle);
            if (reach > 0) (_low, _high) = (middle - reach, middle + reach);
        }

        Cut();
    }

    private void Cut()
    {
        _cut = _raw;
        if (_sorted.Count == 0 || (_sorted.Least >= _low && _sorted.Largest <= _high)) return;
        _cut = _moved;
        _cut.Clear();
        _cut.Add(Differences, double.NaN, _low, _high);
    }

    private MemoryMixture<T> Mixture<T>(Span<double> factors)
        where T : unmanaged, ILanes<T> => new(_cut, _lnConstants, _priorSquares, (int)_prior.Windows, _unit, factors);

    private void Look<T>()
        where T : unmanaged, ILanes<T>
    {
        int count = _sorted.Count;
        EffectGrid.Row factors = default, beliefs = default, ln = default;
        MemoryMixture<T> mixture = Mixture<T>(factors);
        mixture.Believe(beliefs);
        T first = 0, third = 0, fifth = 0, seventh = 0;
        for (int g = 0; g < MemoryGrid.Padded; g += T.Count) LaneSum.Add(ref first, ref third, ref fifth, ref seventh, T.From(beliefs, g) * T.From(MemoryGrid.Times, g), g);
        mixture.Ln(EffectGrid.NoneAndMultiples, ln);
        double harm = count < MemoryPrior.FewestWindows ? SeriesEvidence.NotYet : EffectGrid.LnMixtureAfterNone(ln, _moreOnMargin);
        Levels = new EvidenceLevels(harm, -(ln[1] - ln[0]), count, LaneSum.Of(first, third, fifth, seventh)).WithoutNaN();
    }
}
