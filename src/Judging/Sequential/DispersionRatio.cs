namespace CanaryJudge.Judging.Sequential;

/// <summary>ln likelihood ratio of an effect against none, for windows whose dispersion is unknown but has a prior.</summary>
/// <remarks>
/// Integrating an inverse-gamma dispersion out gives Student's form: few windows cannot prove much, however large their differences (Jeffreys 1961).
/// Where a history has already shown the dispersion, that protection only costs time: the dispersion is then estimated around the windows' own mean and
/// the normal form is used. The normal form is valid asymptotically; its measured error rates stand in docs/sequential.md.
/// </remarks>
internal readonly struct DispersionRatio
{
    private readonly double prior;
    private readonly double freedom;
    private readonly double atZero;
    private readonly double dispersion;

    /// <summary>Fixes the ratio for one look.</summary>
    /// <param name="prior">Prior windows times prior dispersion: a sum of squares.</param>
    /// <param name="freedom">Prior windows plus windows, less one.</param>
    /// <param name="centred">True for the normal form.</param>
    /// <param name="atZero">Sum of squares around no effect.</param>
    /// <param name="atMean">Sum of squares around the windows' own mean.</param>
    public DispersionRatio(double prior, double freedom, bool centred, double atZero, double atMean)
    {
        this.prior = prior;
        this.freedom = freedom;
        this.atZero = atZero;
        dispersion = centred ? (prior + atMean) / Math.Max(1, freedom) : 0;
    }

    /// <summary>ln ratio of the effect whose sum of squares this is.</summary>
    public double Log(double atEffect) =>
        dispersion > 0 ? (atZero - atEffect) / (2 * dispersion) : freedom / 2 * Math.Log((prior + atZero) / (prior + atEffect));
}
