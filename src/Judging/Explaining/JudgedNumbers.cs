using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Deciding;

namespace CanaryJudge.Judging.Explaining;

/// <summary>Names the numbers of a judgement.</summary>
internal static class JudgedNumbers
{
    /// <summary>All of them: thresholds and evidence first, then what was compared.</summary>
    public static IReadOnlyList<JudgedNumber> Of(Judgement judgement)
    {
        List<JudgedNumber> numbers = [];
        if (judgement.Checks is { } checks)
        {
            numbers.AddRange(
            [
                new("checks.failures_limit", checks.FailuresLimit), new("checks.passes_needed", checks.PassesNeeded), new("checks.failed", checks.Failed),
                new("checks.passed", checks.Passed), new("checks.unclear", checks.Unclear),
            ]);
        }

        foreach (Comparison comparison in judgement.Comparisons) Add(numbers, comparison);
        return numbers;
    }

    /// <summary>Those of a score: its own, then what each group stands on.</summary>
    public static IReadOnlyList<JudgedNumber> Of(CanaryScore score) =>
    [
        new("score.value", score.Value), new("score.pass", score.Pass), new("score.marginal", score.Marginal),
        .. score.Groups.SelectMany(group => new JudgedNumber[]
        {
            new($"group.{group.Name}.value", group.Value), new($"group.{group.Name}.weight", group.Weight), new($"group.{group.Name}.passed", group.Passed), new($"group.{group.Name}.labelled", group.Labelled),
        }),
    ];

    private static void Add(List<JudgedNumber> numbers, Comparison comparison)
    {
        string name = comparison.Name;
        if (comparison.Evidence is { } evidence)
        {
            numbers.AddRange(
            [
                new($"{name}.harm_threshold", evidence.HarmThreshold), new($"{name}.safe_threshold", evidence.SafeThreshold),
                new($"{name}.log_harm", evidence.LogHarm), new($"{name}.log_safe", evidence.LogSafe),
            ]);
        }

        numbers.AddRange(
        [
            new($"{name}.margin", comparison.Margin), new($"{name}.baseline", comparison.Baseline), new($"{name}.canary", comparison.Canary),
            new($"{name}.difference", comparison.Difference), new($"{name}.low", comparison.Low), new($"{name}.high", comparison.High),
            new($"{name}.confidence", comparison.Confidence), new($"{name}.windows", comparison.Windows),
        ]);
        AddIfThere(numbers, $"{name}.p", comparison.P);
        AddIfThere(numbers, $"{name}.u", comparison.U);
        AddIfThere(numbers, $"{name}.a12", comparison.A12);
        AddIfThere(numbers, $"{name}.baseline_exposure", comparison.BaselineExposure);
        AddIfThere(numbers, $"{name}.canary_exposure", comparison.CanaryExposure);
    }

    private static void AddIfThere(List<JudgedNumber> numbers, string name, double? value)
    {
        if (value is { } number) numbers.Add(new(name, number));
    }
}
