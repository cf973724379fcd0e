namespace CanaryJudge.Judging.Measuring;

/// <summary>A failed question, named so that a person can act.</summary>
/// <param name="Kind">What went wrong.</param>
/// <param name="Message">One sentence: what happened, in the server's words where it had some, and what to do. No credentials.</param>
/// <param name="Query">The query as sent; empty when none was.</param>
/// <param name="Status">The HTTP status, when there was one.</param>
public sealed record SourceProblem(ProblemKind Kind, string Message, string Query, int? Status = null);
