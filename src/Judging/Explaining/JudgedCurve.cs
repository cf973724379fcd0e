namespace CanaryJudge.Judging.Explaining;

/// <summary>A number of a judgement, window by window.</summary>
/// <param name="Name">Which one, such as share.log_harm.</param>
/// <param name="Values">One entry a window up to the verdict; NaN where there is none, as in the warm-up.</param>
public sealed record JudgedCurve(string Name, IReadOnlyList<double> Values);
