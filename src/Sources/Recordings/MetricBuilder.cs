using CanaryJudge.Judging;
using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Sources.Recordings;

/// <summary>Makes a metric's windows of its fields and checks the rules between them.</summary>
internal static class MetricBuilder
{
    /// <summary>The windows; null when something is wrong, which is noted.</summary>
    public static MetricWindows? Build(ref FieldReader reader, string path, MetricFields fields)
    {
        if (!NoteFields.Whole(ref reader, path, fields.Seen, "name", "kind", "direction", "margin", "baseline", "canary")) return null;
        if (fields.Name.Length is 0 or > PolicyLimits.NameLength)
        {
            reader.Wrong($"{path}.name", $"The name has {fields.Name.Length} characters.", $"Write 1 to {PolicyLimits.NameLength}.");
            return null;
        }
        if (fields.Kind is not { } kind || fields.Direction is not { } direction || fields.Margin is not { } margin) return null;
        if (fields.Limit is not null && direction == Direction.Either)
        {
            reader.Wrong($"{path}.limit", "The limit has no side: with direction either a higher value is as bad as a lower one.", "Leave it out.");
            return null;
        }
        bool right = OwnFields(ref reader, path, fields, kind);
        SideWindows? baseline = SideBuilder.Build(ref reader, $"{path}.baseline", kind, fields.Baseline, fields.Bounds);
        SideWindows? canary = SideBuilder.Build(ref reader, $"{path}.canary", kind, fields.Canary, fields.Bounds);
        SideWindows? history = fields.Seen.Contains("history") ? SideBuilder.Build(ref reader, $"{path}.history", kind, fields.History, fields.Bounds) : SideBuilder.Empty(kind, fields.Bounds ?? []);
        if (!right || baseline is null || canary is null || history is null) return null;
        if (baseline.Count != canary.Count)
        {
            int first = Math.Min(baseline.Count, canary.Count);
            reader.Wrong($"{path}.canary", $"the baseline has {Counted.Of(baseline.Count, "window")} and the canary {canary.Count}; they part at index {first}.", "Write both sides over the same windows, null for a missing one.");
            return null;
        }
        var policy = new MetricPolicy
        {
            Name = fields.Name,
            Kind = kind,
            Unit = fields.Unit,
            Direction = direction,
            Margin = margin,
            Limit = fields.Limit,
            Groups = fields.Groups,
            EffectSize = fields.EffectSize,
            Critical = fields.Critical,
            Missing = fields.Missing,
            Resource = fields.Resource,
            Quantiles = kind == MetricKind.Histogram ? fields.Quantiles ?? [] : [],
            Terms = fields.Queries,
        };
        return new MetricWindows { Metric = policy, Baseline = baseline, Canary = canary, History = history, Faults = fields.Faults, Warnings = fields.Warnings, Problems = fields.Problems };
    }

    /// <summary>The fields that only one kind of metric has.</summary>
    private static bool OwnFields(ref FieldReader reader, string path, MetricFields fields, MetricKind kind)
    {
        if (fields.Resource && kind != MetricKind.Series)
        {
            reader.Wrong($"{path}.resource", $"It is no series, and only a series can be a resource.", "Leave resource out.");
            return false;
        }
        if (kind != MetricKind.Histogram)
        {
            if (!fields.Seen.Contains("quantiles") && !fields.Seen.Contains("bounds")) return true;
            reader.Wrong(path, $"It is no histogram and has quantiles or bounds.", "Leave them out, or write kind histogram.");
            return false;
        }
        if (!NoteFields.Whole(ref reader, path, fields.Seen, "quantiles", "bounds") || fields.Quantiles is null || fields.Bounds is null) return false;
        bool rise = Rising(ref reader, $"{path}.quantiles", fields.Quantiles) & Rising(ref reader, $"{path}.bounds", fields.Bounds);
        int outside = Array.FindIndex(fields.Quantiles, quantile => quantile is <= 0 or >= 1);
        if (outside >= 0) reader.Wrong($"{path}.quantiles[{outside}]", $"quantiles[{outside}] is {fields.Quantiles[outside]:R}.", "Write numbers above 0 and below 1.");
        if (fields.Quantiles.Length == 0) reader.Wrong($"{path}.quantiles", $"It has no quantiles to judge.", "Write at least one, such as 0.99.");
        return rise && outside < 0 && fields.Quantiles.Length > 0;
    }

    private static bool Rising(ref FieldReader reader, string path, double[] values)
    {
        for (int k = 1; k < values.Length; k++)
        {
            if (values[k] > values[k - 1]) continue;
            string field = path[(path.LastIndexOf('.') + 1)..];
            reader.Wrong($"{path}[{k}]", $"{field}[{k}] is {values[k]:R}, not above {values[k - 1]:R} before it.", $"Write {field} that rise.");
            return false;
        }
        return true;
    }
}
