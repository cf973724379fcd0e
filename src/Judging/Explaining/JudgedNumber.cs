namespace CanaryJudge.Judging.Explaining;

/// <summary>A number of a judgement.</summary>
/// <param name="Name">Which one, such as share.log_harm.</param>
/// <param name="Value">The number; NaN when it does not exist, infinities as they are.</param>
public readonly record struct JudgedNumber(string Name, double Value);
