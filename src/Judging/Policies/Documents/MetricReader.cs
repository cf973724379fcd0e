namespace CanaryJudge.Judging.Policies.Documents;

/// <summary>Reads one metric of a policy.</summary>
internal static class MetricReader
{
    /// <summary>The metric; null when it is wrong.</summary>
    /// <param name="map">Its map.</param>
    /// <param name="path">Its path.</param>
    /// <param name="interval">The window; null when it is not known.</param>
    /// <param name="judge">The policy's judge.</param>
    /// <param name="findings">Takes what is wrong.</param>
    public static MetricPolicy? Read(MapNode map, string path, TimeSpan? interval, JudgeRule judge, Findings findings)
    {
        MetricKind? known = KindOf(map);
        KeyTable table = known is null ? PolicyKeys.AnyMetric : PolicyKeys.MetricOf(known.Value);
        var reader = new ObjectReader(map, path, table, findings, Elsewhere);
        string? name = reader.TextAt(PolicyKeys.MetricName);
        MetricKind? kind = reader.WordAt(PolicyKeys.MetricKindKey, PolicyWords.Kinds);
        Direction direction = reader.WordAt(PolicyKeys.Direction, PolicyWords.Directions) ?? Direction.Increase;
        bool critical = reader.BooleanAt(PolicyKeys.Critical) ?? false;
        MissingRule missing = reader.WordAt(PolicyKeys.Missing, PolicyWords.MissingRules) ?? MissingRule.Hold;
        bool resource = reader.BooleanAt(PolicyKeys.Resource) ?? false;
        string unit = reader.TextAt(PolicyKeys.Unit) ?? "";
        IReadOnlyList<double> quantiles = ReadQuantiles(reader);
        IReadOnlyList<string> groups = ReadGroups(reader);
        EffectLimits effect = ReadEffect(reader, findings);
        JudgeRulesReader.OnlyWith(reader, PolicyKeys.Limit, JudgeRule.Threshold, judge);
        JudgeRulesReader.OnlyWith(reader, PolicyKeys.Groups, JudgeRule.Kayenta, judge);
        JudgeRulesReader.OnlyWith(reader, PolicyKeys.EffectSize, JudgeRule.Kayenta, judge);
        if (kind is null) return null;

        Margin? margin = MarginReader.Read(reader, table.Keys.Single(key => key.Name == PolicyKeys.Margin.Name), kind == MetricKind.Ratio, findings);
        double? limit = ReadLimit(reader, kind == MetricKind.Ratio, direction);
        IReadOnlyList<QueryTerm> terms = TermReader.Read(reader, kind.Value, interval, findings);
        if (name is null || margin is null) return null;
        return new()
        {
            Name = name,
            Kind = kind.Value,
            Unit = unit,
            Direction = direction,
            Margin = margin,
            Critical = critical,
            Missing = missing,
            Resource = resource,
            Quantiles = kind == MetricKind.Histogram ? quantiles : [],
            Limit = limit,
            Groups = groups,
            EffectSize = effect,
            Terms = terms,
        };
    }

    private static MetricKind? KindOf(MapNode map)
    {
        foreach ((ScalarNode key, DocumentNode value) in map.Entries)
        {
            if (key.Text != PolicyKeys.MetricKindKey.Name || value is not ScalarNode scalar) continue;
            foreach ((string word, MetricKind kind) in PolicyWords.Kinds)
            {
                if (word == scalar.Text) return kind;
            }
        }
        return null;
    }

    private static string? Elsewhere(string key)
    {
        string[] kinds = [.. PolicyWords.Kinds.Where(kind => PolicyKeys.MetricOf(kind.Value).Keys.Any(known => known.Name == key)).Select(kind => kind.Word)];
        return kinds.Length == 0 ? null : $"Leave it out: it is a key of kind {string.Join(" and ", kinds)}.";
    }

    private static double? ReadLimit(ObjectReader reader, bool isRatio, Direction direction)
    {
        PolicyKey key = PolicyKeys.Limit;
        if (reader.Find(key) is not { } node) return null;
        double? share = isRatio && node is ScalarNode { Type: ScalarType.Text } text ? MarginText.ShareIn(text.Text, MarginText.Percent) : null;
        double? limit = share ?? ObjectReader.NumberIn(node);
        if (direction == Direction.Either)
        {
            reader.Add(key.Name, node, "The limit has no side: with direction either a higher value is as bad as a lower one.", "Leave the limit out, or write direction: increase or decrease.");
        }
        else if (limit is { } value && double.IsFinite(value) && (!isRatio || value is >= 0 and <= 1))
        {
            return value;
        }
        else
        {
            reader.Add(key.Name, node, $"The limit is {node.Shown}.", isRatio ? "Write a share of all events: 1% or 0.01, at most 1." : "Write a finite number in the metric's unit.");
        }

        return null;
    }

    private static List<string> ReadGroups(ObjectReader reader)
    {
        PolicyKey key = PolicyKeys.Groups;
        var groups = new List<string>();
        if (reader.ListAt(key) is not { } list) return [KayentaScoring.Ungrouped];
        if (list.Items.Count is 0 or > PolicyLimits.Groups) reader.Add(key.Name, list, $"There are {list.Items.Count} groups.", $"Write 1 to {PolicyLimits.Groups}, such as {key.Example}.");
        for (int k = 0; k < Math.Min(list.Items.Count, PolicyLimits.Groups); k++)
        {
            DocumentNode item = list.Items[k];
            if (item is not ScalarNode { Type: ScalarType.Text } name || !ObjectReader.IsName(name.Text)) reader.AddItem(key, k, item, $"The group is {item.Shown}.", $"Use letters, digits, '_', '-' and '.', 1 to {PolicyLimits.NameLength} characters.");
            else if (groups.Contains(name.Text)) reader.AddItem(key, k, item, $"The group {item.Shown} is given twice.", "Keep one.");
            else groups.Add(name.Text);
        }

        return groups;
    }

    private static EffectLimits ReadEffect(ObjectReader reader, Findings findings)
    {
        if (reader.MapAt(PolicyKeys.EffectSize) is not { } map) return new();
        var effect = new ObjectReader(map, reader.PathOf(PolicyKeys.EffectSize), PolicyKeys.EffectSizeKeys, findings);
        return new(effect.NumberAt(PolicyKeys.AllowedIncrease) ?? 1, effect.NumberAt(PolicyKeys.AllowedDecrease) ?? 1, effect.NumberAt(PolicyKeys.CriticalIncrease) ?? 1, effect.NumberAt(PolicyKeys.CriticalDecrease) ?? 1);
    }

    private static List<double> ReadQuantiles(ObjectReader reader)
    {
        PolicyKey key = PolicyKeys.Quantiles;
        if (reader.Find(key) is null) return [0.5, 0.99];
        if (reader.ListAt(key) is not { } list) return [];
        var quantiles = new List<double>();
        if (list.Items.Count is 0 or > PolicyLimits.Quantiles)
        {
            reader.Add(key.Name, list, $"There are {list.Items.Count} quantiles.", $"Write 1 to {PolicyLimits.Quantiles}, such as {key.Example}.");
            return [];
        }
        for (int k = 0; k < list.Items.Count; k++)
        {
            DocumentNode item = list.Items[k];
            double? quantile = ObjectReader.NumberIn(item);
            if (quantile is not (> 0 and < 1)) reader.AddItem(key, k, item, $"The quantile is {item.Shown}.", "Write a number above 0 and below 1, such as 0.99.");
            else if (quantiles.Count > 0 && quantile <= quantiles[^1]) reader.AddItem(key, k, item, $"The quantile {item.Shown} does not rise above the one before.", "Write rising quantiles, each once.");
            else quantiles.Add(quantile.Value);
        }
        return quantiles;
    }
}
