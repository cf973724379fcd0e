using System.Globalization;

namespace CanaryJudge.Judging.Explaining;

/// <summary>The first number in which a verdict is not what it was.</summary>
/// <param name="Window">Index of the window, from 0.</param>
/// <param name="Metric">The metric; empty when it is about the whole verdict.</param>
/// <param name="Number">Which number: "share.log_harm", "score.value", or "verdict", "interval", "outcome".</param>
/// <param name="Recorded">What it was: a number, a word, or nothing.</param>
/// <param name="Now">What it is.</param>
public sealed record VerdictDifference(int Window, string Metric, string Number, string Recorded, string Now)
{
    private const string Nothing = "none";

    /// <summary>Finds the first difference: by window in what is carried along, then in the numbers of the verdict, then in the verdict itself.</summary>
    /// <param name="recorded">What was.</param>
    /// <param name="now">What is.</param>
    /// <param name="nowThen">What is at the window at which it was: its numbers are compared with the recorded ones.</param>
    /// <returns>Null when every recorded number is the same to the bit. Words for people are not compared, nor numbers that were not recorded.</returns>
    public static VerdictDifference? Of(JudgedVerdict recorded, JudgedVerdict now, JudgedVerdict nowThen) =>
        InCurves(recorded, now) ?? InNumbers(recorded, nowThen) ?? InVerdict(recorded, now);

    /// <summary>A number for people and programs, all of its digits.</summary>
    public static string Shown(double value) => double.IsNaN(value) ? Nothing
        : double.IsInfinity(value) ? (value > 0 ? "infinity" : "-infinity")
        : value.ToString("R", CultureInfo.InvariantCulture);

    private static VerdictDifference? InCurves(JudgedVerdict recorded, JudgedVerdict now)
    {
        for (int k = 0; k < Math.Min(recorded.Interval, now.Interval); k++)
        {
            foreach (JudgedMetric metric in recorded.Metrics)
            {
                foreach (JudgedCurve curve in metric.Curves.Where(curve => k < curve.Values.Count))
                {
                    IReadOnlyList<double>? values = Find(now, metric.Name)?.Curves.FirstOrDefault(c => c.Name == curve.Name)?.Values;
                    double value = values is not null && k < values.Count ? values[k] : double.NaN;
                    if (!IsSame(curve.Values[k], value)) return new(k, metric.Name, curve.Name, Shown(curve.Values[k]), Shown(value));
                }
            }
        }

        return null;
    }

    private static VerdictDifference? InNumbers(JudgedVerdict recorded, JudgedVerdict now)
    {
        int window = Math.Max(0, Math.Min(recorded.Interval, now.Interval) - 1);
        foreach (JudgedMetric metric in recorded.Metrics)
        {
            JudgedMetric? other = Find(now, metric.Name);
            if (First(window, metric.Name, metric.Numbers, other?.Numbers ?? []) is { } first) return first;
            if (other?.Outcome != metric.Outcome) return new(window, metric.Name, "outcome", Word(metric.Outcome), other is null ? Nothing : Word(other.Outcome));
        }

        return First(window, "", recorded.Numbers, now.Numbers);
    }

    private static VerdictDifference? First(int window, string metric, IReadOnlyList<JudgedNumber> recorded, IReadOnlyList<JudgedNumber> now)
    {
        foreach (JudgedNumber number in recorded)
        {
            double value = now.FirstOrDefault(n => n.Name == number.Name) is { Name: not null } found ? found.Value : double.NaN;
            if (!IsSame(number.Value, value)) return new(window, metric, number.Name, Shown(number.Value), Shown(value));
        }

        return null;
    }

    private static VerdictDifference? InVerdict(JudgedVerdict recorded, JudgedVerdict now)
    {
        int window = Math.Max(0, Math.Min(recorded.Interval, now.Interval) - 1);
        if (recorded.Outcome != now.Outcome) return new(window, "", "verdict", Word(recorded.Outcome), Word(now.Outcome));
        return recorded.Interval == now.Interval ? null : new(window, "", "interval", Shown(recorded.Interval), Shown(now.Interval));
    }

    private static JudgedMetric? Find(JudgedVerdict verdict, string name) => verdict.Metrics.FirstOrDefault(metric => metric.Name == name);

    // To the bit: 0 and -0 are not the same, and no number is the same as no number.
    private static bool IsSame(double one, double other) =>
        BitConverter.DoubleToInt64Bits(one) == BitConverter.DoubleToInt64Bits(other) || (double.IsNaN(one) && double.IsNaN(other));

    private static string Word(Enum value) => value.ToString().ToLowerInvariant();
}
