using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Sources.Recordings;

/// <summary>One line of a file of recordings: a recording, or what is wrong with it.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Recording">The recording; null when something is wrong.</param>
/// <param name="Violations">What is wrong, each with the line, the field's path such as metrics[1].baseline.bad[3], and the metric's name in its message; empty when nothing is.
/// What is not JSON ends the line's check; else up to 20 are told.</param>
public sealed record RecordingLine(int Line, Recording? Recording, IReadOnlyList<Violation> Violations);
