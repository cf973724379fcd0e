namespace CanaryJudge.Judging.Policies;

/// <summary>A word of a policy document and what it stands for.</summary>
/// <remarks>A class: lists of structures are compiled again for each kind of value, at the start of every process.</remarks>
/// <typeparam name="T">Most often an enum.</typeparam>
/// <param name="Word">The word, as it is written.</param>
/// <param name="Value">What it stands for.</param>
internal sealed record PolicyWord<T>(string Word, T Value);
