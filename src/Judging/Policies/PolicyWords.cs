namespace CanaryJudge.Judging.Policies;

/// <summary>The words of a policy document for the values of an enum.</summary>
internal static class PolicyWords
{
    public const string ApiVersion = "canaryjudge.io/v1";
    public const string Kind = "CanaryPolicy";

    public static readonly IReadOnlyList<(string Word, JudgeRule Value)> Judges = [("sequential", JudgeRule.Sequential), ("fixed", JudgeRule.Fixed), ("threshold", JudgeRule.Threshold), ("kayenta", JudgeRule.Kayenta)];

    public static readonly IReadOnlyList<(string Word, Guarantee Value)> Guarantees = [("strict", Guarantee.Strict), ("calibrated", Guarantee.Calibrated)];

    public static readonly IReadOnlyList<(string Word, MetricKind Value)> Kinds =
        [("ratio", MetricKind.Ratio), ("series", MetricKind.Series), ("histogram", MetricKind.Histogram), ("count", MetricKind.Count)];

    public static readonly IReadOnlyList<(string Word, Direction Value)> Directions =
        [("increase", Direction.Increase), ("decrease", Direction.Decrease), ("either", Direction.Either)];

    public static readonly IReadOnlyList<(string Word, MissingRule Value)> MissingRules = [("hold", MissingRule.Hold), ("fail", MissingRule.Fail)];

    public static readonly IReadOnlyList<(string Word, HorizonRule Value)> HorizonRules = [("hold", HorizonRule.Hold), ("rollback", HorizonRule.Rollback), ("promote", HorizonRule.Promote)];

    /// <summary>The word of a value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not of its enum.</exception>
    public static string Of<T>(IReadOnlyList<(string Word, T Value)> words, T value)
        where T : struct, Enum
    {
        foreach ((string word, T known) in words)
        {
            if (EqualityComparer<T>.Default.Equals(known, value)) return word;
        }
        throw new ArgumentOutOfRangeException(nameof(value), value, $"There is no such {typeof(T).Name}.");
    }
}
