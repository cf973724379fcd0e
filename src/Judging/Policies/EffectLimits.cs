namespace CanaryJudge.Judging.Policies;

/// <summary>With judge kayenta: from which ratio of means (canary over baseline) a change counts. By Kayenta's names.</summary>
/// <param name="AllowedIncrease">A rise counts from this ratio on. 1 or more; 1 asks for nothing.</param>
/// <param name="AllowedDecrease">A fall counts down from this ratio. From 0 to 1; 1 asks for nothing.</param>
/// <param name="CriticalIncrease">From this ratio on the rise of a critical metric fails the whole canary. 1 or more.</param>
/// <param name="CriticalDecrease">Down from this ratio the fall of a critical metric fails the whole canary. From 0 to 1.</param>
public sealed record EffectLimits(double AllowedIncrease = 1, double AllowedDecrease = 1, double CriticalIncrease = 1, double CriticalDecrease = 1);
