using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Sources.Recordings;

/// <summary>The fields of one metric as they stand in a line, each null when it is not there or was wrong.</summary>
internal sealed class MetricFields
{
    private const string Known = "name, kind, unit, direction, margin, limit, critical, missing, groups, effect_size, resource, queries, quantiles, bounds, history, baseline, canary, faults, warnings, problems";

    public HashSet<string> Seen { get; } = new(StringComparer.Ordinal);

    public string Name { get; private set; } = "";

    public MetricKind? Kind { get; private set; }

    public string Unit { get; private set; } = "";

    public Direction? Direction { get; private set; }

    public Margin? Margin { get; private set; }

    public double? Limit { get; private set; }

    public IReadOnlyList<string> Groups { get; private set; } = [KayentaScoring.Ungrouped];

    public EffectLimits EffectSize { get; private set; } = new();

    public bool Critical { get; private set; }

    public MissingRule Missing { get; private set; } = MissingRule.Hold;

    public bool Resource { get; private set; }

    public IReadOnlyList<QueryTerm> Queries { get; private set; } = [];

    public double[]? Quantiles { get; private set; }

    public double[]? Bounds { get; private set; }

    public SideFields? History { get; private set; }

    public SideFields? Baseline { get; private set; }

    public SideFields? Canary { get; private set; }

    public IReadOnlyList<DataFault> Faults { get; private set; } = [];

    public IReadOnlyList<string> Warnings { get; private set; } = [];

    public IReadOnlyList<SourceProblem> Problems { get; private set; } = [];

    /// <summary>Reads a metric's fields; the reader stands on its value.</summary>
    public static MetricFields? Read(ref FieldReader reader, string path)
    {
        if (!reader.Object(path)) return null;
        var metric = new MetricFields();
        while (reader.Field(path, metric.Seen, out string field)) metric.Take(ref reader, path, field);
        return metric;
    }

    private void Take(ref FieldReader reader, string path, string field)
    {
        string at = FieldReader.Join(path, field);
        switch (field)
        {
            case "name": Name = reader.Text(at) ?? ""; break;
            case "kind": Kind = reader.Word<MetricKind>(at); break;
            case "unit": Unit = reader.Text(at) ?? ""; break;
            case "direction": Direction = reader.Word<Direction>(at); break;
            case "margin": Margin = MarginField.Read(ref reader, at); break;
            case "limit": Limit = reader.Number(at); break;
            case "groups": Groups = JudgeRuleFields.Groups(ref reader, at); break;
            case "effect_size": EffectSize = JudgeRuleFields.Effect(ref reader, at); break;
            case "critical": Critical = reader.Boolean(at) ?? false; break;
            case "missing": Missing = reader.Word<MissingRule>(at) ?? MissingRule.Hold; break;
            case "resource": Resource = reader.Boolean(at) ?? false; break;
            case "queries": Queries = NoteFields.Queries(ref reader, at); break;
            case "quantiles": Quantiles = reader.Numbers(at, PolicyLimits.Quantiles, missing: false, double.NegativeInfinity); break;
            case "bounds": Bounds = reader.Numbers(at, RecordingLimits.Bounds, missing: false, double.NegativeInfinity); break;
            case "history": History = SideFields.Read(ref reader, at); break;
            case "baseline": Baseline = SideFields.Read(ref reader, at); break;
            case "canary": Canary = SideFields.Read(ref reader, at); break;
            case "faults": Faults = NoteFields.Faults(ref reader, at); break;
            case "warnings": Warnings = NoteFields.Warnings(ref reader, at); break;
            case "problems": Problems = NoteFields.Problems(ref reader, at); break;
            default: reader.Unknown(path, field, Known); break;
        }
    }
}
