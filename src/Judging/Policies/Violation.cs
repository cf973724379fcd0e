namespace CanaryJudge.Judging.Policies;

/// <summary>One thing wrong with what a caller sent: a policy, a request, a recording.</summary>
/// <param name="Path">Where: a dotted path such as spec.metrics[1].margin.</param>
/// <param name="Message">What is wrong, with the value found.</param>
/// <param name="Remedy">What to write instead.</param>
/// <param name="Line">Line in the document from 1; 0 when it did not come from a document.</param>
/// <param name="Column">Column in the line from 1; 0 when it did not come from a document.</param>
public sealed record Violation(string Path, string Message, string Remedy, int Line = 0, int Column = 0);
