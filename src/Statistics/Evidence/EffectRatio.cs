using System.Runtime.Intrinsics;

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

    /// <summary>The same for every effect of <see cref="EffectGrid"/>, several at a time: the operations of one by one, so their bits.</summary>
    /// <param name="sums">The windows.</param>
    /// <param name="margin">The margin that the grid's multiples are of.</param>
    /// <param name="precision">What a sum of squares is multiplied by.</param>
    /// <param name="time">What it is divided by then.</param>
    /// <param name="terms">One number an effect, overwritten.</param>
    public void LnAll(in DifferenceSums sums, double margin, double precision, double time, Span<double> terms)
    {
        ReadOnlySpan<double> multiples = EffectGrid.Multiples;
        bool isNormal = _dispersion > 0;
        for (int j = 0; j < EffectGrid.Count; j += Vector256<double>.Count)
        {
            Vector256<double> effects = margin * Vector256.Create(multiples[j..]);
            Vector256<double> around = Vector256.Max(Vector256<double>.Zero, Vector256.Create(sums.Squared) - 2 * effects * sums.Weighted + effects * effects * sums.Weight);
            Vector256<double> atEffect = around * precision / time;
            Vector256<double> result = isNormal
                ? (Vector256.Create(_atZero) - atEffect) / (2 * _dispersion)
                : Vector256.Create(_prior + _atZero) / (Vector256.Create(_prior) + atEffect);
            result.CopyTo(terms[j..]);
        }

        for (int j = 0; j < EffectGrid.Count && !isNormal; j++) terms[j] = _freedom / 2 * Math.Log(terms[j]);
    }
}
