using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;

namespace CanaryJudge.Cli.Rendering;

/// <summary>Everything that is printed about one judged run.</summary>
/// <param name="Plan">What was asked, over which windows.</param>
/// <param name="Queries">What the source was asked, one entry a metric in the plan's order.</param>
/// <param name="Verdict">The answer.</param>
/// <param name="Source">The source's name, without credentials.</param>
/// <param name="Baseline">The baseline's scope as the person wrote it.</param>
/// <param name="Canary">The canary's scope as the person wrote it.</param>
internal sealed record Report(
    JudgePlan Plan, IReadOnlyList<IReadOnlyList<SentQuery>> Queries, Verdict Verdict, string Source, string Baseline, string Canary)
{
    /// <summary>What a person should know about the plan, such as windows that are not judged.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
