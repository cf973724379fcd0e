using System.Buffers;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Policies;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CanaryJudge.Cli.Rendering;

/// <summary>The judgements as a table of 80 columns: a line a thing compared, both sides, the difference with its interval, the margin and what came of it.</summary>
internal static class VerdictTable
{
    private const int ValueWidth = 8;
    private const int DifferenceWidth = 22;
    private const int MarginWidth = 7;
    private const int JudgementWidth = 12;
    private const int OtherColumns = ValueWidth + ValueWidth + DifferenceWidth + MarginWidth + JudgementWidth + 5;
    private const int WidestName = 40;

    private static readonly SearchValues<char> Seams = SearchValues.Create("_-. ");

    /// <summary>The table of a judged run.</summary>
    /// <param name="report">The run.</param>
    /// <param name="width">Columns of the terminal: 80 or more; what is above goes to the metrics' names.</param>
    public static IRenderable Create(Report report, int width) => Create(report.Verdict.Judgements, report.Plan.Policy.WarmUp, width);

    /// <summary>The table of judgements.</summary>
    /// <param name="judgements">One entry a metric.</param>
    /// <param name="warmUp">Leading windows that are left out.</param>
    /// <param name="width">Columns of the terminal.</param>
    public static IRenderable Create(IReadOnlyList<Judgement> judgements, int warmUp, int width)
    {
        int nameWidth = Math.Clamp(width - OtherColumns, 80 - OtherColumns, WidestName);
        var table = new Table { Border = TableBorder.None };
        table.AddColumn(Column("Metric", nameWidth, Justify.Left));
        table.AddColumn(Column("Baseline", ValueWidth, Justify.Right));
        table.AddColumn(Column("Canary", ValueWidth, Justify.Right));
        table.AddColumn(Column(DifferenceTitle(judgements), DifferenceWidth, Justify.Right));
        table.AddColumn(Column("Margin", MarginWidth, Justify.Right));
        table.AddColumn(Column("Judgement", JudgementWidth, Justify.Left, gap: 0));
        foreach (Judgement judgement in judgements) AddRows(table, judgement, warmUp, nameWidth);
        if (!judgements.Any(j => j.Windows.Metric.Critical)) return table;
        return new Rows(table, new Text("* critical: its failure alone rolls back", Palette.Quiet));
    }

    // The metric's name, with the quantile where there are several.
    private static string NameOf(MetricPolicy metric, string compared) => metric.Kind == MetricKind.Histogram ? $"{metric.Name} {compared}" : metric.Name;

    private static TableColumn Column(string title, int width, Justify side, int gap = 1) =>
        new(new Text($"{title}\n{new string('─', width)}", Palette.Quiet)) { Width = width, Padding = new Padding(0, 0, gap, 0), Alignment = side };

    // One confidence for the whole table goes into its heading; several would not fit, and are in the JSON.
    // An exact test reaches a little more than was asked for: the whole percent below is what all of them hold.
    private static string DifferenceTitle(IReadOnlyList<Judgement> judgements)
    {
        double[] percents = [.. judgements.SelectMany(j => j.Comparisons)
            .Where(c => !double.IsNaN(c.Low)).Select(c => Math.Floor(c.Confidence * 100 + 1e-9)).Distinct()];
        return percents.Length == 1 ? $"Difference [{percents[0]}%]" : "Difference [interval]";
    }

    private static void AddRows(Table table, Judgement judgement, int warmUp, int nameWidth)
    {
        MetricPolicy metric = judgement.Windows.Metric;
        bool first = true;
        foreach (Comparison comparison in judgement.Comparisons)
        {
            Scale differences = Scale.ForDifferences(metric, comparison.Difference, comparison.Low, comparison.High, comparison.Margin);
            string difference = $"{differences.Signed(comparison.Difference)} {differences.Interval(comparison.Low, comparison.High)}".TrimEnd();
            string name = Title(metric, NameOf(metric, comparison.Name), nameWidth);
            Add(table, metric, name, comparison.Baseline, comparison.Canary, difference, differences.Value(comparison.Margin), first ? judgement : null);
            first = false;
        }

        if (judgement.Comparisons.Count > 0) return;
        foreach (Observed seen in Observed.Of(judgement.Windows, warmUp))
        {
            string name = Title(metric, NameOf(metric, seen.Name), nameWidth);
            Add(table, metric, name, seen.Baseline, seen.Canary, Scale.None, MarginText(metric), first ? judgement : null);
            first = false;
        }
    }

    private static void Add(Table table, MetricPolicy metric, string name, double baseline, double canary, string difference, string margin, Judgement? judgement)
    {
        Scale values = Scale.ForValues(metric, baseline, canary);
        Text outcome = judgement is null ? Text.Empty : new Text(Words.Human(judgement.Outcome), Palette.Of(judgement.Outcome));
        table.AddRow(new Text(name), new Text(values.Value(baseline)), new Text(values.Value(canary)), new Text(difference), new Text(margin), outcome);
    }

    private static string MarginText(MetricPolicy metric) => metric.Margin.IsRelative
        ? $"{metric.Margin.Value * 100:0.##}%"
        : Scale.ForDifferences(metric, metric.Margin.Value).Value(metric.Margin.Value);

    private static string Title(MetricPolicy metric, string name, int width)
    {
        string title = Printable.OneLine(name + (metric.Critical ? "*" : "") + (Scale.IsShort(metric.Unit) ? "" : $" ({metric.Unit})"));
        var lines = new List<string>();
        while (title.Length > width)
        {
            // At a seam of the name where there is one, so that its words stay whole.
            int seam = title.AsSpan(0, width).LastIndexOfAny(Seams) + 1;
            int end = seam > width / 2 ? seam : width;
            lines.Add(title[..end]);
            title = title[end..];
        }

        return string.Join('\n', [.. lines, title]);
    }
}
