using CanaryJudge.Judging.Comparing;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CanaryJudge.Cli.Rendering;

/// <summary>How far each thing compared is on its way to a proof: of safety and of harm, as bars a person can read, and how long it still takes.</summary>
internal static class EvidenceTable
{
    private const int BarWidth = 10;
    private const int ProofWidth = BarWidth + 5;
    private const int LeftWidth = 17;
    private const int OtherColumns = ProofWidth + ProofWidth + LeftWidth + 3;
    private const int WidestName = 40;

    /// <summary>The bars; null when no judgement carries evidence, because the judge looks only once.</summary>
    /// <param name="report">The run.</param>
    /// <param name="width">Columns of the terminal.</param>
    public static IRenderable? Create(Report report, int width) => Create(report.Verdict.Judgements, width);

    /// <summary>The bars of judgements; null when none carries evidence.</summary>
    /// <param name="judgements">One entry a metric.</param>
    /// <param name="width">Columns of the terminal.</param>
    public static IRenderable? Create(IReadOnlyList<Judgement> judgements, int width)
    {
        (string Name, Evidence Evidence)[] rows =
        [
            .. from judgement in judgements
               from comparison in judgement.Comparisons
               where comparison.Evidence is not null
               select (judgement.Comparisons.Count > 1 ? $"{judgement.Windows.Metric.Name} {comparison.Name}" : judgement.Windows.Metric.Name, comparison.Evidence),
        ];
        if (rows.Length == 0) return null;
        int nameWidth = Math.Clamp(width - OtherColumns, 80 - OtherColumns, WidestName);
        Table table = new() { Border = TableBorder.None };
        foreach ((string title, int columns, int gap) in new[] { ("Evidence", nameWidth, 1), ("of safety", ProofWidth, 1), ("of harm", ProofWidth, 1), ("still needed", LeftWidth, 0) })
        {
            table.AddColumn(new TableColumn(new Text($"{title}\n{new string('─', columns)}", Palette.Quiet)) { Width = columns, Padding = new Padding(0, 0, gap, 0) });
        }

        foreach ((string name, Evidence evidence) in rows)
        {
            string shown = name.Length <= nameWidth ? name : name[..(nameWidth - 1)] + "…";
            table.AddRow(new Text(Printable.OneLine(shown)), new Text(Bar(evidence.SafeShare)), new Text(Bar(evidence.HarmShare)), new Text(Left(evidence)));
        }

        return table;
    }

    /// <summary>A bar of ten cells with its percent; full only when the proof is.</summary>
    internal static string Bar(double share)
    {
        int full = share >= 1 ? BarWidth : Math.Min(BarWidth - 1, (int)(share * BarWidth));
        int percent = share >= 1 ? 100 : Math.Min(99, (int)(share * 100));
        return $"{new string('█', full)}{new string('░', BarWidth - full)} {percent,3}%";
    }

    /// <summary>What is still needed at the present pace.</summary>
    internal static string Left(Evidence evidence)
    {
        if (evidence.SafeShare >= 1 || evidence.HarmShare >= 1) return "proven";
        if (!double.IsFinite(evidence.WindowsLeft)) return "not coming nearer";
        return evidence.WindowsLeft == 1 ? "about 1 window" : $"about {Math.Min(evidence.WindowsLeft, 9999):0} windows";
    }
}
