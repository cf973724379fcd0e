using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Sources.Recordings;

/// <summary>Reads the rules that belong to one judge alone. What is left out has the default of a policy.</summary>
internal static class JudgeRuleFields
{
    /// <summary>The rules of judge threshold.</summary>
    public static ThresholdRules Threshold(ref FieldReader reader, string path)
    {
        var rules = new ThresholdRules();
        if (!reader.Object(path)) return rules;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Field(path, seen, out string field))
        {
            string at = FieldReader.Join(path, field);
            switch (field)
            {
                case "failures": rules = rules with { Failures = (int?)reader.Whole(at, 1, PolicyLimits.Windows) ?? rules.Failures }; break;
                case "passes": rules = rules with { Passes = (int?)reader.Whole(at, 0, PolicyLimits.Windows) ?? rules.Passes }; break;
                case "min_events": rules = rules with { MinEvents = (int?)reader.Whole(at, 1, PolicyLimits.Events) ?? rules.MinEvents }; break;
                default: reader.Unknown(path, field, "failures, passes, min_events"); break;
            }
        }
        return rules;
    }

    /// <summary>The scores of judge kayenta.</summary>
    public static KayentaScoring Kayenta(ref FieldReader reader, string path)
    {
        var scoring = new KayentaScoring();
        if (!reader.Object(path)) return scoring;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Field(path, seen, out string field))
        {
            string at = FieldReader.Join(path, field);
            switch (field)
            {
                case "pass": scoring = scoring with { Pass = Between(ref reader, at, double.Epsilon, 100) ?? scoring.Pass }; break;
                case "marginal": scoring = scoring with { Marginal = Between(ref reader, at, 0, 100) ?? scoring.Marginal }; break;
                case "weights": scoring = scoring with { Weights = Weights(ref reader, at) }; break;
                default: reader.Unknown(path, field, "pass, marginal, weights"); break;
            }
        }
        if (scoring.Marginal > scoring.Pass) reader.Wrong($"{path}.marginal", $"The marginal score of {scoring.Marginal:R} is above the pass of {scoring.Pass:R}.", "Write at most the pass.");
        return scoring;
    }

    /// <summary>A metric's effect size for judge kayenta.</summary>
    public static EffectLimits Effect(ref FieldReader reader, string path)
    {
        var effect = new EffectLimits();
        if (!reader.Object(path)) return effect;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Field(path, seen, out string field))
        {
            string at = FieldReader.Join(path, field);
            switch (field)
            {
                case "allowed_increase": effect = effect with { AllowedIncrease = Between(ref reader, at, 1, double.MaxValue) ?? 1 }; break;
                case "allowed_decrease": effect = effect with { AllowedDecrease = Between(ref reader, at, 0, 1) ?? 1 }; break;
                case "critical_increase": effect = effect with { CriticalIncrease = Between(ref reader, at, 1, double.MaxValue) ?? 1 }; break;
                case "critical_decrease": effect = effect with { CriticalDecrease = Between(ref reader, at, 0, 1) ?? 1 }; break;
                default: reader.Unknown(path, field, "allowed_increase, allowed_decrease, critical_increase, critical_decrease"); break;
            }
        }
        return effect;
    }

    /// <summary>A metric's groups for judge kayenta.</summary>
    public static IReadOnlyList<string> Groups(ref FieldReader reader, string path)
    {
        var groups = new List<string>();
        if (!reader.List(path)) return [KayentaScoring.Ungrouped];
        for (int count = 0; reader.Item(path, count, PolicyLimits.Groups); count++)
        {
            if (reader.Text($"{path}[{count}]") is not { } group) continue;
            if (groups.Contains(group)) reader.Wrong($"{path}[{count}]", $"The group '{FieldReader.Shown(group)}' stands twice.", "Write it once.");
            groups.Add(group);
        }
        if (groups.Count == 0) reader.Wrong(path, "There are no groups.", "Write at least one, or leave groups out.");
        return groups;
    }

    private static Dictionary<string, double> Weights(ref FieldReader reader, string path)
    {
        const double Most = 100, Rounding = 1e-9;
        var weights = new Dictionary<string, double>(StringComparer.Ordinal);
        if (!reader.Object(path)) return weights;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Field(path, seen, out string group))
        {
            if (Between(ref reader, FieldReader.Join(path, group), double.Epsilon, Most) is { } weight) weights[group] = weight;
        }
        double sum = weights.Values.Sum();
        if (sum > Most + Rounding) reader.Wrong(path, $"The weights add up to {sum:R}.", "Write weights that add up to 100 or less.");
        return weights;
    }

    private static double? Between(ref FieldReader reader, string path, double least, double most)
    {
        if (reader.Number(path) is not { } value) return null;
        if (value >= least && value <= most) return value;
        string range = most == double.MaxValue ? $"{least:R} or more" : $"a number {(least == double.Epsilon ? "above 0" : $"from {least:R}")} to {most:R}";
        reader.Wrong(path, $"{path[(path.LastIndexOf('.') + 1)..]} is {value:R}.", $"Write {range}.");
        return null;
    }
}
