namespace CanaryJudge.Statistics;

/// <summary>How much more a share varies from window to window than independent requests would make it.</summary>
/// <param name="Pairs">Pairs of neighbouring windows used.</param>
/// <param name="Plain">Mean squared standardised difference of neighbours (von Neumann): 1 for independent requests; NaN without pairs or when nothing can vary.</param>
/// <param name="Trimmed">The same from the lowest 80 % of them, rescaled: what is left when bursts are taken away.</param>
/// <param name="Clustering">Variance beyond independence, as a multiple of p(1 - p): max(0, mean of both - 1) times the mean of 1/n; at least 0, 0 without pairs.</param>
public readonly record struct DispersionEstimate(int Pairs, double Plain, double Trimmed, double Clustering)
{
    /// <summary>The mean of the plain and the trimmed estimate.</summary>
    public double Combined => 0.5 * Plain + 0.5 * Trimmed;
}
