namespace CanaryJudge.Judging.Deciding;

/// <summary>The score of one group of metrics, by judge kayenta.</summary>
/// <param name="Name">The group.</param>
/// <param name="Weight">Its weight in the score, above 0 and at most 100, before groups without data are left out.</param>
/// <param name="Passed">Labels that pass, 0 or more. A quantile of a histogram is a label of its own.</param>
/// <param name="Labelled">Labels in all; those without data are not among them.</param>
public sealed record GroupScore(string Name, double Weight, int Passed, int Labelled)
{
    /// <summary>The share of passes in hundredths of a whole, 0 to 100; NaN when nothing has data.</summary>
    public double Value => Labelled == 0 ? double.NaN : 100.0 * Passed / Labelled;
}
