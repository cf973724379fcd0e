namespace CanaryJudge.Analyzer.Hooks;

/// <summary>An answer that is one sentence.</summary>
/// <param name="Message">The sentence.</param>
internal sealed record HookMessage(string Message);
