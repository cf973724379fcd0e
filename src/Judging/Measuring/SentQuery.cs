using CanaryJudge.Judging.Planning;

namespace CanaryJudge.Judging.Measuring;

/// <summary>A question that was sent, and how much came back: what is kept of an answer when its samples have become windows.</summary>
/// <param name="Query">The question.</param>
/// <param name="Text">The query text exactly as it was sent.</param>
/// <param name="Series">How many series answered it; 0 also when the source had a problem.</param>
public sealed record SentQuery(PlannedQuery Query, string Text, int Series);
