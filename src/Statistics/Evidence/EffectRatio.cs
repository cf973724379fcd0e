namespace CanaryJudge.Statistics;

/// <summary>ln likelihood ratio of an effect against none, for windows whose dispersion is unknown but has a prior.</summary>
/// <remarks>
/// Integrating an inverse-gamma dispersion out gives Student's form: few windows cannot prove much, however large their differences (Jeffreys 1961). Where a history has
/// already shown the dispersion, that protection only costs time: the dispersion is then estimated around the windows' own mean and the normal form is used, which is valid
/// in the limit of many windows. The sums of squares come from plain sums about 0: the effects lie within 160 margins, so what cancels is below 1e-10 of the prior.
/// <see cref="TMixture"/> is Student's form in another arithmetic, and the tests' judge of this one.
/// </remarks>
internal readonly struct EffectRatio
{
    private readonly double _prior;
    private readonly double _freedom;
    private readonly double _atZero;
    private readonly double _dispersion;

    /// <summary>Fixes the ratio for one look.</summary>
    /// <param name="prior">Prior windows times prior dispersion: a sum of squares.</param>
    /// <param name="freedom">Prior windows plus windows, less one; at least 0.</param>
    /// <param name="centred">True for the normal form.</param>
    /// <param name="atZero">Sum of squares around no effect.</param>
    /// <param name="atMean">Sum of squares around the windows' own mean.</param>
    public EffectRatio(double prior, double freedom, bool centred, double atZero, double atMean)
    {
        _prior = prior;
        _freedom = freedom;
        _atZero = atZero;
        _dispersion = centred ? (prior + atMean) / Math.Max(1, freedom) : 0;
    }

    /// <summary>ln ratio of the effect around which the sum of squares is this.</summary>
    public double Ln(double atEffect) =>
        _dispersion > 0 ? (_atZero - atEffect) / (2 * _dispersion) : _freedom / 2 * Math.Log((_prior + _atZero) / (_prior + atEffect));
}
