namespace CanaryJudge.Judging.Policies.Documents;

/// <summary>Reads the weights of groups, and holds them against the groups of the metrics.</summary>
internal static class WeightsReader
{
    private const double Most = 100;

    // Decimal weights such as 33.3 add up to a little more or less.
    private const double Rounding = 1e-9;

    /// <summary>The weights; empty when there are none.</summary>
    public static IReadOnlyDictionary<string, double> Read(ObjectReader scores, Findings findings)
    {
        var weights = new Dictionary<string, double>(StringComparer.Ordinal);
        if (scores.MapAt(PolicyKeys.Weights) is not { } map) return weights;
        string path = scores.PathOf(PolicyKeys.Weights);
        foreach ((ScalarNode key, DocumentNode value) in map.Entries)
        {
            if (findings.IsFull) break;
            string at = ObjectReader.Join(path, key.Text);
            if (!ObjectReader.IsName(key.Text)) findings.Add(new(at, $"The group is {key.Shown}.", $"Use letters, digits, '_', '-' and '.', 1 to {PolicyLimits.NameLength} characters.", key.Line, key.Column));
            else if (weights.ContainsKey(key.Text)) findings.Add(new(at, $"The group {key.Shown} is given twice.", "Keep one.", key.Line, key.Column));
            else if (ObjectReader.NumberIn(value) is not (> 0 and <= Most)) findings.Add(new(at, $"The weight is {value.Shown}.", $"Write a number above 0 and at most {Most}.", value.Line, value.Column));
            else weights.Add(key.Text, ObjectReader.NumberIn(value)!.Value);
        }

        return weights;
    }

    /// <summary>Finds weights that no metric has a use for, and groups for which nothing is left.</summary>
    public static void Check(ObjectReader spec, KayentaScoring scoring, IReadOnlyList<MetricPolicy> metrics)
    {
        if (scoring.Weights.Count == 0 || metrics.Count == 0) return;
        DocumentNode node = spec.Find(PolicyKeys.Kayenta)!;
        string[] groups = [.. metrics.SelectMany(metric => metric.Groups).Distinct(StringComparer.Ordinal)];
        foreach (string name in scoring.Weights.Keys.Where(name => !groups.Contains(name)))
        {
            string remedy = NearestWord.Of(name, groups) is { } nearest ? $"Did you mean {nearest}?" : $"The groups are {string.Join(", ", groups)}.";
            spec.Add(PolicyKeys.Kayenta.Name, node, $"No metric is in the group {Findings.Quoted(name)}, which has a weight.", remedy);
        }

        double sum = scoring.Weights.Values.Sum();
        string[] others = [.. groups.Where(name => !scoring.Weights.ContainsKey(name))];
        if (sum > Most + Rounding) spec.Add(PolicyKeys.Kayenta.Name, node, $"The weights add up to {MarginText.Number(sum)}.", "Write weights that add up to 100 or less.");
        else if (others.Length > 0 && scoring.WeightOfOthers(groups) <= Rounding) spec.Add(PolicyKeys.Kayenta.Name, node, $"The weights leave nothing for {string.Join(", ", others)}.", "Give each group a weight, or leave some of the 100 for the others.");
        else if (others.Length == 0 && sum < Most - Rounding) spec.Add(PolicyKeys.Kayenta.Name, node, $"The weights of all groups add up to {MarginText.Number(sum)}.", "Write weights that add up to 100.");
    }
}
