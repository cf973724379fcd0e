namespace CanaryJudge.Judging.Policies.Documents;

/// <summary>Reads a metric's margin.</summary>
internal static class MarginReader
{
    /// <summary>The margin; null when missing or wrong.</summary>
    public static Margin? Read(ObjectReader metric, PolicyKey key, bool isRatio, Findings findings)
    {
        switch (metric.Find(key))
        {
            case null: return null;
            case MapNode map: return ReadMap(map, metric.PathOf(key), isRatio, findings);
            case { } node:
                if (Share(node, MarginText.Percent) is { } share) return Checked(share, node, key.Name, metric, isRatio: false) ? Margin.Relative(share) : null;
                return Size(node, key.Name, metric, isRatio) is { } size ? Margin.Absolute(size) : null;
        }
    }

    private static Margin? ReadMap(MapNode map, string path, bool isRatio, Findings findings)
    {
        var margin = new ObjectReader(map, path, PolicyKeys.MarginKeys, findings);
        DocumentNode? absolute = margin.Find(PolicyKeys.Absolute);
        DocumentNode? relative = margin.Find(PolicyKeys.Relative);
        DocumentNode? least = margin.Find(PolicyKeys.Floor);
        if ((absolute is null) == (relative is null))
        {
            margin.Add(PolicyKeys.Absolute.Name, map, $"The margin has {(absolute is null ? "neither absolute nor relative" : "both absolute and relative")}.", "Write one: {absolute: 0.5} or {relative: 10%, floor: 0.5}.");
            return null;
        }
        if (absolute is not null)
        {
            if (least is not null) margin.Add(PolicyKeys.Floor.Name, least, "An absolute margin has a floor.", "Leave the floor out: it is for relative margins.");
            return Size(absolute, PolicyKeys.Absolute.Name, margin, isRatio) is { } size ? Margin.Absolute(size) : null;
        }
        double? share = Share(relative!, MarginText.Percent) ?? ObjectReader.NumberIn(relative!);
        double floor = 0;
        if (share is null) margin.Add(PolicyKeys.Relative.Name, relative!, $"The relative margin is {relative!.Shown}.", "Write a share of the baseline: 10% or 0.1.");
        else if (!Checked(share.Value, relative!, PolicyKeys.Relative.Name, margin, isRatio: false)) share = null;
        if (least is not null && ObjectReader.NumberIn(least) is not 0)
        {
            if (Size(least, PolicyKeys.Floor.Name, margin, isRatio) is not { } size) return null;
            floor = size;
        }
        return share is null ? null : Margin.Relative(share.Value, floor);
    }

    // A size in the metric's unit; a ratio's unit is a share, which may be written in percentage points.
    private static double? Size(DocumentNode node, string key, ObjectReader reader, bool isRatio)
    {
        double? points = Share(node, MarginText.Points);
        if (points is not null && !isRatio)
        {
            reader.Add(key, node, $"The {key} is {node.Shown}, but percentage points are for ratios.", "Write 10% of the baseline, or a number in the metric's unit.");
            return null;
        }
        if ((points ?? ObjectReader.NumberIn(node)) is { } size) return Checked(size, node, key, reader, isRatio) ? size : null;
        string remedy = isRatio ? "Write percentage points (0.5pp), a share of the baseline (10%) or of all events (0.005)." : "Write a share of the baseline (10%) or a number in the metric's unit (0.5).";
        bool isQuotedNumber = node is ScalarNode { IsPlain: false } scalar && CoreSchema.TypeOf(scalar.Text) is ScalarType.Integer or ScalarType.Number;
        reader.Add(key, node, $"The {key} is {node.Shown}{(isQuotedNumber ? " in quotes, which is a text" : "")}.", isQuotedNumber ? "Remove the quotes." : remedy);
        return null;
    }

    private static bool Checked(double size, DocumentNode node, string key, ObjectReader reader, bool isRatio)
    {
        if (!double.IsFinite(size) || size <= 0)
        {
            reader.Add(key, node, $"The {key} is {node.Shown}.", "Write a number above 0: without a margin every difference would matter.");
            return false;
        }
        if (!isRatio || size <= 1) return true;
        reader.Add(key, node, $"The {key} is {node.Shown}, more than all events.", "Write percentage points (0.5pp), a share of the baseline (10%), or a share of all events up to 1 (0.005).");
        return false;
    }

    private static double? Share(DocumentNode node, string suffix) => node is ScalarNode { Type: ScalarType.Text } scalar ? MarginText.ShareIn(scalar.Text, suffix) : null;
}
