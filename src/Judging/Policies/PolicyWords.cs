namespace CanaryJudge.Judging.Policies;

/// <summary>The words of a policy document for the values of an enum.</summary>
internal static class PolicyWords
{
    public const string ApiVersion = "canaryjudge.io/v1";
    public const string Kind = "CanaryPolicy";

    public static readonly IReadOnlyList<PolicyWord<JudgeRule>> Judges = [new("sequential", JudgeRule.Sequential), new("fixed", JudgeRule.Fixed), new("threshold", JudgeRule.Threshold), new("kayenta", JudgeRule.Kayenta)];

    public static readonly IReadOnlyList<PolicyWord<Guarantee>> Guarantees = [new("strict", Guarantee.Strict), new("calibrated", Guarantee.Calibrated)];

    public static readonly IReadOnlyList<PolicyWord<MetricKind>> Kinds =
        [new("ratio", MetricKind.Ratio), new("series", MetricKind.Series), new("histogram", MetricKind.Histogram), new("count", MetricKind.Count)];

    public static readonly IReadOnlyList<PolicyWord<Direction>> Directions =
        [new("increase", Direction.Increase), new("decrease", Direction.Decrease), new("either", Direction.Either)];

    public static readonly IReadOnlyList<PolicyWord<MissingRule>> MissingRules = [new("hold", MissingRule.Hold), new("fail", MissingRule.Fail)];

    public static readonly IReadOnlyList<PolicyWord<HorizonRule>> HorizonRules = [new("hold", HorizonRule.Hold), new("rollback", HorizonRule.Rollback), new("promote", HorizonRule.Promote)];

    /// <summary>The word of a value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not of its enum.</exception>
    public static string Of<T>(IReadOnlyList<PolicyWord<T>> words, T value)
        where T : struct, Enum
    {
        foreach ((string word, T known) in words)
        {
            if (EqualityComparer<T>.Default.Equals(known, value)) return word;
        }
        throw new ArgumentOutOfRangeException(nameof(value), value, $"There is no such {typeof(T).Name}.");
    }
}
