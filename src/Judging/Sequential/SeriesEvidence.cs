namespace CanaryJudge.Judging.Sequential;

/// <summary>Evidence of harm and of safety of one series: paired differences of windows, of unknown variance and memory.</summary>
/// <remarks>
/// A likelihood ratio between no harm and harm of the margin, the variance integrated out (so Student-like while windows are few). Memory either
/// divides the evidence by the autocorrelation time or, better, is removed by prewhitening with a correlation known from earlier windows only.
/// </remarks>
internal sealed class SeriesEvidence
{
    private const double WinsorWidth = 4 * 1.4826;
    private const int WinsorFrom = 8;
    private const double NoHarmYet = -50;

    private readonly SeriesReference reference;
    private readonly bool prewhiten;
    private readonly bool centred;
    private readonly double priorVariance;
    private readonly AdjacentCorrelation correlation = new();
    private readonly List<double> all = [];
    private readonly List<double> valid = [];
    private readonly List<double> memory = [];
    private readonly List<(double Value, double Weight)> whitened = [];
    private readonly double[] terms = new double[EffectGrid.Count];
    private double[] sorted = new double[64];
    private double low = double.NegativeInfinity;
    private double high = double.PositiveInfinity;

    /// <summary>Starts a stream.</summary>
    public SeriesEvidence(SeriesReference reference, bool prewhiten, bool centred)
    {
        this.reference = reference;
        this.prewhiten = prewhiten;
        this.centred = centred && reference.HasHistory;
        double startMemory = Memory();
        priorVariance = prewhiten ? reference.Variance * (1 - startMemory * startMemory) : reference.Variance;
        LogHarm = NoHarmYet;
    }

    /// <summary>ln of the evidence for harm of at least the margin; -50 until there are enough windows to find any.</summary>
    public double LogHarm { get; private set; }

    /// <summary>ln of the evidence for safety within the margin.</summary>
    public double LogSafe { get; private set; }

    /// <summary>Windows with both sides present.</summary>
    public int Windows => valid.Count;

    /// <summary>The autocorrelation time of the differences.</summary>
    public double CorrelationTime { get; private set; } = 1;

    /// <summary>Adds one window's difference on the compared scale; NaN when a side is missing.</summary>
    public void Add(double difference)
    {
        if (!double.IsFinite(difference))
        {
            AddGap();
            return;
        }

        memory.Add(Memory());
        all.Add(difference);
        valid.Add(difference);
        correlation.Add(difference);
        double rho = Memory();
        CorrelationTime = (1 + rho) / (1 - rho);
        Winsorise();
        Update();
    }

    private void AddGap()
    {
        correlation.Gap();
        all.Add(double.NaN);
        memory.Add(double.NaN);
        if (prewhiten || valid.Count == 0) return;

        // The plain design winsorises only when its newest window has data; prewhitened evidence simply stays as it is over a gap.
        low = double.NegativeInfinity;
        high = double.PositiveInfinity;
        Update();
    }

    /// <summary>The winsorised, prewhitened values and their weights, as they enter the evidence now.</summary>
    public void Whitened(List<(double Value, double Weight)> into)
    {
        into.Clear();
        double last = double.NaN;
        for (int k = 0; k < all.Count; k++)
        {
            double value = Math.Clamp(all[k], low, high);
            if (!double.IsNaN(value))
            {
                double rho = memory[k];
                if (!prewhiten) into.Add((value, 1));
                else if (double.IsNaN(last)) into.Add((value, 1 - rho * rho));
                else into.Add(((value - rho * last) / (1 - rho), (1 - rho) * (1 - rho)));
            }

            last = value;
        }
    }

    private double Memory() => correlation.Estimate(reference.Correlation, reference.CorrelationWeight, 0.3);

    private void Winsorise()
    {
        low = double.NegativeInfinity;
        high = double.PositiveInfinity;
        if (valid.Count < WinsorFrom) return;
        if (sorted.Length < valid.Count) sorted = new double[2 * valid.Count];
        Span<double> copy = sorted.AsSpan(0, valid.Count);
        double middle = Median(copy);
        for (int i = 0; i < copy.Length; i++) copy[i] = Math.Abs(valid[i] - middle);
        copy.Sort();
        double spread = MedianOfSorted(copy);
        if (spread == 0) return;
        low = middle - WinsorWidth * spread;
        high = middle + WinsorWidth * spread;
    }

    private double Median(Span<double> copy)
    {
        for (int i = 0; i < copy.Length; i++) copy[i] = valid[i];
        copy.Sort();
        return MedianOfSorted(copy);
    }

    private static double MedianOfSorted(ReadOnlySpan<double> values) =>
        values.Length % 2 == 1 ? values[values.Length / 2] : (values[values.Length / 2 - 1] + values[values.Length / 2]) / 2;

    private void Update()
    {
        Whitened(whitened);
        double weight = 0;
        double weighted = 0;
        double squared = 0;
        foreach ((double value, double w) in whitened)
        {
            weight += w;
            weighted += w * value;
            squared += w * value * value;
        }

        double time = prewhiten ? 1 : CorrelationTime;
        double freedom = Math.Max(0, reference.VarianceWeight + valid.Count / time - 1);
        DispersionRatio ratio = new(reference.VarianceWeight * priorVariance, freedom, centred, Residual(0) / time, Residual(weighted / weight) / time);
        for (int j = 0; j < EffectGrid.Count; j++) terms[j] = ratio.Log(Residual(reference.Margin * EffectGrid.Multiple(j)) / time);
        LogHarm = valid.Count < reference.LeastWindows ? NoHarmYet : EffectGrid.LogMixture(terms);
        LogSafe = -ratio.Log(Residual(reference.Margin) / time);

        double Residual(double effect) => Math.Max(0, squared - 2 * effect * weighted + effect * effect * weight);
    }
}
