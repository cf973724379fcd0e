namespace CanaryJudge.Statistics.Tests.Evidence;

/// <summary>What the default judge's evidence is, as its formulas are written: one exponential or logarithm a term, the base library's. The judge of the fast forms.</summary>
internal static class PlainEvidence
{
    private static readonly double[] LnWeights = [.. EffectGrid.LnWeights.ToArray().Select((weight, j) => weight + (j == 0 ? Math.Log(0.8 / 0.6) : -Math.Log(2)))];

    /// <summary>Counts: LR^(1/φ) averaged over effects and dispersions.</summary>
    public static (double Harm, double Safe) Of(in TemperedState state, in BurstPrior prior)
    {
        double count = state.Lags.Count, tau = state.Lags.Tau(0, 16, 0);
        if (!(count >= 12 && tau > 1.5)) tau = 1;
        double[] keys = [.. ((ReadOnlySpan<double>)state.Keys).ToArray()];
        double best = Math.Max(0, keys.Max()), caution = prior.HasHistory ? 0.5 : 1, spread = state.Differences.AroundMean();
        double told = DispersionGrid.Told(Math.Max(1e-9, state.Events / count / 2));
        double[] dispersions = DispersionGrid.Dispersions.ToArray(), open = [.. Open(prior, state.InverseTrials / count, told, count / tau)];
        double[] beliefs = [.. open.Select((ln, g) => ln - 0.5 * told / tau * (spread + 2 * caution * best) / dispersions[g])];
        double harm = LnSum(beliefs.SelectMany((ln, g) => keys.Select((key, j) => ln + LnWeights[j] + key / tau / dispersions[g]))) - LnSum(beliefs);
        double safe = Math.Max(0, state.LnExposure) - state.LnSafeKey, bestOfSafe = Math.Max(0, best - state.LnSafeKey);
        beliefs = [.. open.Select((ln, g) => ln - 0.5 * told / tau * (spread + 2 * caution * bestOfSafe) / dispersions[g])];
        return (Math.Min(harm, best / tau), LnSum(beliefs.Select((ln, g) => ln + safe / tau / dispersions[g])) - LnSum(beliefs));
    }

    /// <summary>A series: a first-order autoregression with unknown variance, averaged over its correlation.</summary>
    public static (double Harm, double Safe, double Tau) Of(ReadOnlySpan<double> differences, double margin, MemoryPrior prior)
    {
        (double low, double high) = Limits([.. differences.ToArray().Where(value => !double.IsNaN(value)).Order()]);
        double[] likelihoods = new double[EffectGrid.Count + 1], free = new double[MemoryGrid.Count];
        double[] means = [0, .. EffectGrid.Multiples.ToArray().Select(multiple => multiple * margin)];
        double[][] terms = [.. means.Select(_ => new double[MemoryGrid.Count])];
        for (int g = 0; g < MemoryGrid.Count; g++)
        {
            double rho = MemoryGrid.Correlations[g], last = double.NaN, constant = prior.LnWeights[g] + 0.5 * prior.Windows * Math.Log(prior.Windows * prior.Variances[g] / margin / margin);
            DifferenceSums sums = default;
            int count = 0;
            foreach (double difference in differences)
            {
                double value = Math.Clamp(difference, low, high);
                if (!double.IsNaN(value))
                {
                    count++;
                    if (double.IsNaN(last)) constant += 0.5 * Math.Log(1 - rho * rho);
                    sums = double.IsNaN(last) ? sums.With(value, 1 - rho * rho) : sums.With((value - rho * last) / (1 - rho), (1 - rho) * (1 - rho));
                }

                last = value;
            }

            for (int j = 0; j < means.Length; j++) terms[j][g] = constant - 0.5 * (prior.Windows + count) * Math.Log((prior.Windows * prior.Variances[g] + sums.Around(means[j])) / margin / margin);
            free[g] = constant - 0.5 * Math.Log(sums.Weight) - 0.5 * (prior.Windows + count - 1) * Math.Log((prior.Windows * prior.Variances[g] + sums.AroundMean()) / margin / margin);
        }

        for (int j = 0; j < means.Length; j++) likelihoods[j] = LnSum(terms[j]) - LnSum(terms[0]);
        double tau = free.Select((ln, g) => Math.Exp(ln - LnSum(free)) * (1 + MemoryGrid.Correlations[g]) / (1 - MemoryGrid.Correlations[g])).Sum();
        return (LnSum(likelihoods.Skip(1).Select((ln, j) => ln + EffectGrid.LnWeights[j])), -likelihoods[1], tau);
    }

    private static IEnumerable<double> Open(BurstPrior prior, double perWindow, double told, double windows)
    {
        double own = 1 + 2 * prior.Clustering / perWindow, shared = 1 + 2 * prior.SharedClustering / perWindow;
        for (int g = 0; g < DispersionGrid.Count; g++)
        {
            double dispersion = DispersionGrid.Dispersions[g], before = Math.Log(g == 0 ? 0.5 : 0.5 / 16) - 0.5 * told * windows * Math.Log(dispersion);
            yield return prior.HasHistory ? before + LnSum([Math.Log(0.8) + LnHistory(own), Math.Log(0.2) + LnHistory(shared)]) : before;

            double LnHistory(double seen) => 0.5 * told * 30 * (Math.Log(seen / dispersion) - seen / dispersion);
        }
    }

    private static (double Low, double High) Limits(double[] sorted)
    {
        if (sorted.Length < 8) return (double.NegativeInfinity, double.PositiveInfinity);
        double middle = Median(sorted), reach = 4 * 1.4826 * Median([.. sorted.Select(value => Math.Abs(value - middle)).Order()]);
        return reach > 0 ? (middle - reach, middle + reach) : (double.NegativeInfinity, double.PositiveInfinity);
    }

    private static double Median(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;

    private static double LnSum(IEnumerable<double> logarithms)
    {
        double[] all = [.. logarithms];
        double largest = all.Max();
        return largest + Math.Log(all.Sum(ln => Math.Exp(ln - largest)));
    }
}
