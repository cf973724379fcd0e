namespace CanaryJudge.Sources;

/// <summary>How answers are kept for those who ask a little later.</summary>
/// <typeparam name="TAnswer">An answer.</typeparam>
/// <param name="For">How long, from when the first who asked has it. Above 0.</param>
/// <param name="Most">The most that are kept at a time; one more is not kept. 1 or more.</param>
/// <param name="IsWorth">Whether an answer may be kept.</param>
/// <param name="Clock">What measures the time.</param>
public sealed record AnswerKeeping<TAnswer>(TimeSpan For, int Most, Func<TAnswer, bool> IsWorth, TimeProvider Clock);
