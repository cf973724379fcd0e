namespace CanaryJudge.Judging.Sequential;

/// <summary>What is known of a series before the first judged window: its scale, its margin on that scale, its noise and its memory.</summary>
/// <param name="IsLog">True when values are compared as logarithms: a relative margin on positive data.</param>
/// <param name="Margin">The margin on the scale that is compared: above 0.</param>
/// <param name="Correlation">Lag-one correlation of the paired differences before any is seen.</param>
/// <param name="CorrelationWeight">Windows that correlation is worth.</param>
/// <param name="Variance">Variance of a paired difference before any is seen: above 0.</param>
/// <param name="VarianceWeight">Windows that variance is worth.</param>
/// <param name="LeastWindows">Windows before harm may be found.</param>
/// <param name="HasHistory">True when noise and memory were learnt from a history.</param>
internal readonly record struct SeriesReference(
    bool IsLog, double Margin, double Correlation, double CorrelationWeight, double Variance, double VarianceWeight, int LeastWindows, bool HasHistory)
{
    private const int LeastHistory = 12;

    /// <summary>Reads the reference.</summary>
    /// <param name="margin">The margin on the compared scale.</param>
    /// <param name="isLog">Whether logarithms are compared.</param>
    /// <param name="history">The baseline before the rollout; NaN is missing; may be empty.</param>
    /// <param name="parameters">The constants.</param>
    /// <returns>The reference; without enough history the noise is taken from the margin.</returns>
    public static SeriesReference From(double margin, bool isLog, ReadOnlySpan<double> history, SequentialParameters parameters)
    {
        SeriesReference plain = new(isLog, margin, 0.5, 8, margin * margin / 4, 2, 6, HasHistory: false);
        int present = 0;
        foreach (double value in history)
        {
            if (double.IsNaN(value)) continue;
            if (isLog && value <= 0) return plain;
            present++;
        }

        if (present < LeastHistory) return plain;
        double[] steps = Steps(history, isLog);
        int count = 0;
        double sum = 0;
        foreach (double step in steps)
        {
            if (double.IsNaN(step)) continue;
            count++;
            sum += step;
        }

        if (count == 0) return plain;
        double mean = sum / count;
        double squares = 0;
        foreach (double step in steps)
        {
            if (!double.IsNaN(step)) squares += (step - mean) * (step - mean);
        }

        double variance = squares / count;
        double correlation = StepMemory(steps, mean, 3 * Math.Sqrt(variance), plain.Correlation);
        return new SeriesReference(isLog, margin, correlation, 16, Math.Max(variance / (1 - correlation), 0.04 * (margin * margin / 4)), parameters.HistoryVarianceWeight, parameters.HistoryLeastWindows, HasHistory: true);
    }

    private static double[] Steps(ReadOnlySpan<double> history, bool isLog)
    {
        double[] steps = new double[history.Length - 1];
        for (int k = 1; k < history.Length; k++) steps[k - 1] = isLog ? Math.Log(history[k]) - Math.Log(history[k - 1]) : history[k] - history[k - 1];
        return steps;
    }

    private static double StepMemory(double[] steps, double mean, double cut, double fallback)
    {
        // Differencing an AR(1) with correlation r leaves lag-one correlation (r - 1)/2: so r = 1 + 2 corr. Clipped, so one jump does not decide.
        int pairs = 0;
        int count = 0;
        double products = 0;
        double squares = 0;
        double last = double.NaN;
        foreach (double step in steps)
        {
            double clipped = double.IsNaN(step) ? double.NaN : Math.Clamp(step - mean, -cut, cut);
            if (!double.IsNaN(clipped))
            {
                count++;
                squares += clipped * clipped;
                if (!double.IsNaN(last))
                {
                    pairs++;
                    products += clipped * last;
                }
            }

            last = clipped;
        }

        if (pairs < 8) return fallback;
        double memory = squares > 0 ? 1 + 2 * (products / pairs) / (squares / count) : 1;
        return Math.Clamp((pairs * memory + 10 * 0.3) / (pairs + 10), 0.05, 0.8);
    }
}
