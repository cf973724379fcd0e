using CanaryJudge.Judging.Planning;

namespace CanaryJudge.Judging.Aligning;

/// <summary>One fault of the data, and what was done about it.</summary>
/// <param name="Kind">What was found.</param>
/// <param name="Side">Where.</param>
/// <param name="Window">The window's index; below 0 in the history; null when it is about all windows.</param>
/// <param name="Detail">One sentence with the numbers and the rule that was applied.</param>
public sealed record DataFault(FaultKind Kind, Side Side, int? Window, string Detail);
