namespace CanaryJudge.Judging.Sequential;

/// <summary>A ratio, a rate, or the share of observations above a bound: events out of trials on both sides.</summary>
internal sealed class CountStream : EvidenceStream
{
    private readonly CountSides main;
    private readonly CountEvidence evidence;
    private readonly CountSides? second;
    private readonly CountEvidence? secondEvidence;
    private readonly double safeMargin;

    /// <summary>Starts a stream.</summary>
    /// <param name="name">What is watched.</param>
    /// <param name="sign">1 when more is worse, -1 when the counts were turned because less is.</param>
    /// <param name="scale">Shares or rates.</param>
    /// <param name="main">The counts.</param>
    /// <param name="margins">Margins for harm and for safety.</param>
    /// <param name="centred">How dispersion is estimated; see <see cref="DispersionRatio"/>.</param>
    /// <param name="second">A further stream whose evidence joins the harm side half and half; null for none.</param>
    /// <param name="secondMargin">Its margin.</param>
    public CountStream(string name, int sign, CountScale scale, CountSides main, (double Harm, double Safe) margins, bool centred, CountSides? second = null, double secondMargin = 0)
        : base(name, sign)
    {
        this.main = main;
        this.second = second;
        Margin = margins.Harm;
        safeMargin = margins.Safe;
        evidence = new CountEvidence(scale, margins.Harm, margins.Safe, main.History(scale, margins.Harm), centred);
        if (second is not null) secondEvidence = new CountEvidence(scale, secondMargin, secondMargin, second.History(scale, secondMargin), centred);
    }

    /// <inheritdoc/>
    public override double LogHarm => secondEvidence is null ? evidence.LogHarm : Half(evidence.LogHarm, secondEvidence.LogHarm);

    /// <inheritdoc/>
    public override double LogSafe => evidence.LogSafe;

    /// <inheritdoc/>
    public override int Windows => evidence.Windows;

    /// <inheritdoc/>
    public override double? CanaryTrials => evidence.CanaryTrials;

    /// <inheritdoc/>
    public override double Margin { get; }

    /// <summary>ln of the mean of two evidences: evidence again, whatever their dependence.</summary>
    public static double Half(double a, double b)
    {
        double top = Math.Max(a, b);
        return double.IsInfinity(top) ? top : top + Math.Log(Math.Exp(a - top) + Math.Exp(b - top)) - Math.Log(2);
    }

    /// <inheritdoc/>
    private protected override void AddWindow(int window)
    {
        Add(main, evidence, window);
        if (second is not null) Add(second, secondEvidence!, window);
    }

    /// <inheritdoc/>
    internal override LastLook Look() => LastLook.From(evidence.Differences, evidence.CorrelationTime);

    /// <inheritdoc/>
    internal override double SafeMargin => safeMargin;

    private static void Add(CountSides sides, CountEvidence into, int window) =>
        into.Add(sides.BaselineEvents[window], sides.BaselineTrials[window], sides.CanaryEvents[window], sides.CanaryTrials[window]);
}
