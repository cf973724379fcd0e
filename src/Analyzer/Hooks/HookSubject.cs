namespace CanaryJudge.Analyzer.Hooks;

/// <summary>What a controller asks about.</summary>
/// <param name="Application">The application.</param>
/// <param name="Target">What is rolled out, such as shop/rollouts/checkout.</param>
/// <param name="By">Who asks, with the version that it asks about: "flagger 5d8f7c". Analyses of another version do not have it.</param>
internal sealed record HookSubject(string Application, string Target, string By);
