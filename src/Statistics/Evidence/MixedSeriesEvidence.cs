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
    private readonly double[] _lnConstants = new double[MemoryGrid.Count];
    private double[] _differences;
    private SortedValues _sorted;
    private MemoryGrid.Sums _raw;
    private MemoryGrid.Sums _cut;
    private int _starts;
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
        for (int g = 0; g < _lnConstants.Length; g++) _lnConstants[g] = prior.LnWeights[g] + 0.5 * prior.Windows * Math.Log(prior.Windows * prior.Variances[g] / _unit);
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
        Look();
    }

    /// <summary>The mean difference and its error after the windows so far; the beliefs about memory are those of a free mean.</summary>
    /// <returns>The estimate; NaN before the second window.</returns>
    public SeriesEstimate Estimate()
    {
        int count = _sorted.Count;
        if (count < 2) return new SeriesEstimate(double.NaN, double.NaN, 2, count);
        double freedom = _prior.Windows + count - 1;
        Span<double> beliefs = stackalloc double[MemoryGrid.Count];
        double mean = Believe(beliefs), variance = 0;
        for (int g = 0; g < beliefs.Length; g++)
        {
            DifferenceSums sums = _cut[g];
            double own = sums.Weighted / sums.Weight;
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
            double last = Elapsed > 0 ? _differences[Elapsed - 1] : double.NaN;
            if (double.IsNaN(last)) _starts++;
            Append(ref _raw, difference, last);
        }

        Elapsed++;
    }

    private static void Append(ref MemoryGrid.Sums to, double value, double last)
    {
        for (int g = 0; g < MemoryGrid.Count; g++)
        {
            WindowDifference entry = MemoryGrid.Entry(g, value, last);
            to[g] = to[g].With(entry.Value, entry.Weight);
        }
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
        // The raw sums were added up in the order in which the loop would.
        _cut = _raw;
        if (_sorted.Count == 0 || (_sorted.Least >= _low && _sorted.Largest <= _high)) return;
        _cut = default;
        double last = double.NaN;
        for (int k = 0; k < Elapsed; k++)
        {
            double value = Math.Clamp(_differences[k], _low, _high);
            if (!double.IsNaN(value)) Append(ref _cut, value, last);
            last = value;
        }
    }

    private void Look()
    {
        int count = _sorted.Count;
        Span<double> terms = stackalloc double[EffectGrid.Padded];
        LnLikelihoods(terms);
        double none = terms[EffectGrid.Count];
        for (int j = 0; j < EffectGrid.Count; j++) terms[j] -= none;
        Span<double> beliefs = stackalloc double[MemoryGrid.Count];
        Believe(beliefs);
        double tau = 0;
        for (int g = 0; g < beliefs.Length; g++) tau += beliefs[g] * (1 + MemoryGrid.Correlations[g]) / (1 - MemoryGrid.Correlations[g]);
        double harm = count < MemoryPrior.FewestWindows ? SeriesEvidence.NotYet : EffectGrid.LnMixtureOrNaN(terms[..EffectGrid.Count], _moreOnMargin);
        Levels = new EvidenceLevels(harm, -terms[0], count, tau).WithoutNaN();
    }

    /// <summary>ln of the windows' likelihood around the mean of each effect, and around 0 in the places beyond them, averaged over noise and memory, up to a common constant.</summary>
    private void LnLikelihoods(Span<double> into)
    {
        (Vector512<double> low, Vector512<double> high) = EffectGrid.Load(EffectGrid.Multiples);
        Half(low * _scale.Margin).CopyTo(into);
        Half(high * _scale.Margin).CopyTo(into[EightElementary.Width..]);
    }

    private Vector512<double> Half(Vector512<double> means)
    {
        Span<Vector512<double>> terms = stackalloc Vector512<double>[MemoryGrid.Count];
        Vector512<double> largest = Vector512.Create(double.NegativeInfinity), sum = Vector512<double>.Zero;
        double power = 0.5 * (_prior.Windows + _sorted.Count);
        for (int g = 0; g < terms.Length; g++)
        {
            Vector512<double> squares = _cut[g].Around(means) + Vector512.Create(_prior.Windows * _prior.Variances[g]);
            terms[g] = Vector512.Create(_lnConstants[g] + 0.5 * _starts * MemoryGrid.LnShare(g)) - power * EightElementary.Ln(squares / _unit);
            largest = Vector512.Max(largest, terms[g]);
        }

        foreach (Vector512<double> term in terms) sum += EightElementary.Exp(term - largest);
        return largest + EightElementary.Ln(sum);
    }

    /// <summary>The probability of each correlation when the mean is free (a flat prior on it), and the mean under them.</summary>
    private double Believe(Span<double> beliefs)
    {
        Span<double> weights = stackalloc double[MemoryGrid.Padded], squares = stackalloc double[MemoryGrid.Padded], open = stackalloc double[MemoryGrid.Padded];
        weights.Fill(1);
        squares.Fill(1);
        open.Fill(double.NegativeInfinity);
        for (int g = 0; g < MemoryGrid.Count; g++)
        {
            weights[g] = _cut[g].Weight;
            squares[g] = (_prior.Windows * _prior.Variances[g] + _cut[g].AroundMean()) / _unit;
            open[g] = _lnConstants[g] + 0.5 * _starts * MemoryGrid.LnShare(g);
        }

        double half = 0.5 * (_prior.Windows + _sorted.Count - 1);
        (Vector512<double> low, Vector512<double> high) = (Believed(weights, squares, open, half), Believed(weights[EightElementary.Width..], squares[EightElementary.Width..], open[EightElementary.Width..], half));
        Vector512<double> largest = Vector512.Create(EightElementary.Largest(Vector512.Max(low, high)));
        (low, high) = (EightElementary.Exp(low - largest), EightElementary.Exp(high - largest));
        Vector512<double> sum = Vector512.Create(EightElementary.Sum(low + high));
        (low / sum).CopyTo(open);
        (high / sum).CopyTo(open[EightElementary.Width..]);
        open[..MemoryGrid.Count].CopyTo(beliefs);
        double mean = 0;
        for (int g = 0; g < beliefs.Length; g++) mean += beliefs[g] * _cut[g].Weighted / _cut[g].Weight;
        return mean;
    }

    private static Vector512<double> Believed(ReadOnlySpan<double> weights, ReadOnlySpan<double> squares, ReadOnlySpan<double> open, double half) =>
        Vector512.Create(open) - 0.5 * EightElementary.Ln(Vector512.Create(weights)) - half * EightElementary.Ln(Vector512.Create(squares));
}
