namespace CanaryJudge.Analyzer.Rollouts;

/// <summary>What must hold when a step arrives; it travels with the step, and the receiver checks it.</summary>
/// <param name="Words">In a sentence: "The Deployment is still at resource version 4711, with the template of revision 5f9c."</param>
/// <param name="Data">As it is sent: resourceVersion = 4711.</param>
internal sealed record StepPrecondition(string Words, IReadOnlyDictionary<string, string> Data);
