using CanaryJudge.Judging.Rehearsing;

namespace CanaryJudge.Cli.Rehearsing;

/// <summary>A past with where it came from.</summary>
/// <param name="Past">The past.</param>
/// <param name="Source">The source's name without credentials, or the files.</param>
/// <param name="Baseline">The version that ran, as it was typed; empty for recordings.</param>
/// <param name="Sides">How the canary is formed, for people: one sentence.</param>
/// <param name="FromMillis">Its start; null where it is not known.</param>
/// <param name="ToMillis">Its end; null where it is not known.</param>
internal sealed record FoundPast(Past Past, string Source, string Baseline, string Sides, long? FromMillis, long? ToMillis);
