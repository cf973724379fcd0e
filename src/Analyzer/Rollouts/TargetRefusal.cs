namespace CanaryJudge.Analyzer.Rollouts;

/// <summary>Why something cannot be done with a target now.</summary>
/// <param name="Message">What is the matter, in a sentence.</param>
/// <param name="Remedy">What to do about it.</param>
/// <param name="MayPass">True when it may pass by itself: repeat the call.</param>
internal sealed record TargetRefusal(string Message, string Remedy, bool MayPass);
