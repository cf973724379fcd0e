namespace CanaryJudge.Judging.Policies.Documents;

/// <summary>Reads one metric of a policy.</summary>
internal static class MetricReader
{
    /// <summary>The metric; null when it is wrong.</summary>
    /// <param name="map">Its map.</param>
    /// <param name="path">Its path.</param>
    /// <param name="interval">The window; null when it is not known.</param>
    /// <param name="findings">Takes what is wrong.</param>
    public static MetricPolicy? Read(MapNode map, string path, TimeSpan? interval, Findings findings)
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
        if (kind is null) return null;

        Margin? margin = MarginReader.Read(reader, table.Keys.Single(key => key.Name == PolicyKeys.Margin.Name), kind == MetricKind.Ratio, findings);
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
