using CanaryJudge.Judging.Policies.Documents;

namespace CanaryJudge.Judging.Policies;

/// <summary>Reads a policy from YAML or JSON.</summary>
public static class PolicyParser
{
    /// <summary>Reads a policy document, strictly: what is not known is wrong.</summary>
    /// <param name="text">One YAML 1.2 or JSON document of at most <see cref="PolicyLimits.DocumentBytes"/> bytes, without anchors, aliases and tags.</param>
    /// <returns>
    /// The policy with its defaults; or every problem at once (up to <see cref="PolicyLimits.Violations"/>), each with line, column, path, the value found and the remedy.
    /// Text that is not YAML gives the syntax error only. No text gives an exception.
    /// </returns>
    /// <remarks>O(n) in the text's length.</remarks>
    public static PolicyResult Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var findings = new Findings();
        DocumentNode? root = DocumentReader.Read(text, findings);
        CanaryPolicy? policy = root is null ? null : ReadPolicy(root, findings);
        return findings.IsEmpty ? new() { Policy = policy } : new() { Violations = findings.ToList() };
    }

    private static CanaryPolicy? ReadPolicy(DocumentNode root, Findings findings)
    {
        if (root is not MapNode map)
        {
            findings.Add(new("", $"The document is {root.Shown}, not a map.", "Begin with apiVersion: canaryjudge.io/v1 and kind: CanaryPolicy.", root.Line, root.Column));
            return null;
        }
        var document = new ObjectReader(map, "", PolicyKeys.Document, findings);
        document.WordAt(PolicyKeys.ApiVersion, [new PolicyWord<bool>(PolicyWords.ApiVersion, true)]);
        document.WordAt(PolicyKeys.DocumentKind, [new PolicyWord<bool>(PolicyWords.Kind, true)]);
        string? name = document.MapAt(PolicyKeys.Metadata) is { } metadata
            ? new ObjectReader(metadata, document.PathOf(PolicyKeys.Metadata), PolicyKeys.MetadataKeys, findings).TextAt(PolicyKeys.PolicyName)
            : null;
        return document.MapAt(PolicyKeys.Spec) is { } spec ? ReadSpec(new(spec, document.PathOf(PolicyKeys.Spec), PolicyKeys.SpecKeys, findings), name, findings) : null;
    }

    private static CanaryPolicy? ReadSpec(ObjectReader spec, string? name, Findings findings)
    {
        TimeSpan? interval = spec.Find(PolicyKeys.Interval) is null ? TimeSpan.FromMinutes(1) : spec.DurationAt(PolicyKeys.Interval);
        int? warmUp = spec.Find(PolicyKeys.WarmUp) is null ? 3 : spec.WindowsAt(PolicyKeys.WarmUp, interval);
        int? horizon = spec.Find(PolicyKeys.Horizon) is null ? 60 : spec.WindowsAt(PolicyKeys.Horizon, interval);
        int history = spec.WindowsAt(PolicyKeys.History, interval) ?? 30;
        JudgeRule judge = spec.WordAt(PolicyKeys.Judge, PolicyWords.Judges) ?? JudgeRule.Sequential;
        HorizonRule atHorizon = JudgeRulesReader.AtHorizon(spec, judge);
        Guarantee guarantee = spec.WordAt(PolicyKeys.Guarantee, PolicyWords.Guarantees) ?? Guarantee.Strict;
        double confidence = spec.NumberAt(PolicyKeys.Confidence) ?? 0.98;
        double failShare = spec.NumberAt(PolicyKeys.FailShare) ?? 0.5;
        ThresholdRules threshold = JudgeRulesReader.Threshold(spec, judge, findings);
        KayentaScoring kayenta = JudgeRulesReader.Kayenta(spec, judge, findings);
        if (warmUp >= horizon)
        {
            PolicyKey key = spec.Find(PolicyKeys.WarmUp) is null ? PolicyKeys.Horizon : PolicyKeys.WarmUp;
            spec.Add(key.Name, spec.Find(key)!, $"The warm-up of {Counted.Of(warmUp.Value, "window")} leaves none to judge before the horizon of {horizon}.", "Raise the horizon, or shorten the warm-up.");
        }
        IReadOnlyList<MetricPolicy> metrics = ReadMetrics(spec, interval, judge, findings);
        if (findings.IsEmpty) WeightsReader.Check(spec, kayenta, metrics);
        if (name is null || interval is null || warmUp is null || horizon is null) return null;
        return new()
        {
            Name = name,
            Interval = interval.Value,
            WarmUp = warmUp.Value,
            Horizon = horizon.Value,
            AtHorizon = atHorizon,
            History = history,
            Judge = judge,
            Guarantee = guarantee,
            Confidence = confidence,
            FailShare = failShare,
            Threshold = threshold,
            Kayenta = kayenta,
            Metrics = metrics,
        };
    }

    private static List<MetricPolicy> ReadMetrics(ObjectReader spec, TimeSpan? interval, JudgeRule judge, Findings findings)
    {
        var metrics = new List<MetricPolicy>();
        if (spec.ListAt(PolicyKeys.Metrics) is not { } list) return metrics;
        if (list.Items.Count is 0 or > PolicyLimits.Metrics)
        {
            spec.Add(PolicyKeys.Metrics.Name, list, $"There are {list.Items.Count} metrics.", $"Write 1 to {PolicyLimits.Metrics}, such as {PolicyKeys.Metrics.Example}.");
        }
        var lines = new Dictionary<string, int>();
        for (int k = 0; k < Math.Min(list.Items.Count, PolicyLimits.Metrics) && !findings.IsFull; k++)
        {
            DocumentNode item = list.Items[k];
            string path = $"{spec.PathOf(PolicyKeys.Metrics)}[{k}]";
            if (item is not MapNode map)
            {
                findings.Add(new(path, $"The metric is {item.Shown}, not a map.", "Write - {name: error_rate, kind: ratio, margin: 0.5pp}.", item.Line, item.Column));
                continue;
            }
            CheckName(map, path, lines, findings);
            if (MetricReader.Read(map, path, interval, judge, findings) is { } metric) metrics.Add(metric);
        }
        return metrics;
    }

    private static void CheckName(MapNode metric, string path, Dictionary<string, int> lines, Findings findings)
    {
        (ScalarNode Key, DocumentNode Value) name = metric.Entries.FirstOrDefault(entry => entry.Key.Text == PolicyKeys.MetricName.Name);
        if (name.Value is not ScalarNode scalar || lines.TryAdd(scalar.Text, scalar.Line)) return;
        findings.Add(new(ObjectReader.Join(path, PolicyKeys.MetricName.Name), $"The name {scalar.Shown} is taken by the metric in line {lines[scalar.Text]}.", "Give each metric its own name.", scalar.Line, scalar.Column));
    }
}
