using CanaryJudge.Judging;
using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CanaryJudge.Cli.Rendering;

/// <summary>A judged run for people: what was judged, the table, the verdict with its reason, and what a person should know about the data.</summary>
internal static class VerdictText
{
    private const int FaultsShown = 3;

    /// <summary>Writes it.</summary>
    /// <param name="console">Where.</param>
    /// <param name="report">What.</param>
    /// <param name="verdictOnly">True for the verdict and its reason only.</param>
    public static void Write(IAnsiConsole console, Report report, bool verdictOnly)
    {
        if (verdictOnly)
        {
            console.Write(Headline(report.Verdict));
            return;
        }

        console.Write(Title(report));
        console.WriteLine();
        WriteResult(console, report);
    }

    /// <summary>Writes the table, the verdict and what a person should know, without the title.</summary>
    public static void WriteResult(IAnsiConsole console, Report report)
    {
        console.Write(VerdictTable.Create(report, console.Profile.Width));
        console.WriteLine();
        if (EvidenceTable.Create(report, console.Profile.Width) is { } evidence)
        {
            console.Write(evidence);
            console.WriteLine();
        }

        console.Write(Conclusion(report));
    }

    /// <summary>The verdict with its reason, and what a person should know about the metrics and their data.</summary>
    public static IRenderable Conclusion(Report report)
    {
        var lines = new List<IRenderable> { Headline(report.Verdict) };
        if (Final(report) is { } final) lines.Add(new Text(final, Palette.Quiet));
        // The verdict's reason carries the reasons of those that decided: said once is enough.
        IEnumerable<string> reasons = report.Verdict.Judgements
            .Where(j => j.Outcome != JudgementOutcome.Pass && !report.Verdict.Reason.Contains(j.Reason, StringComparison.Ordinal))
            .Select(j => j.Reason);
        lines.AddRange(Section("", reasons));
        lines.AddRange(Section("About the data", report.Notes.Concat(report.Verdict.Judgements.SelectMany(j => Remarks(j.Windows)))));
        return new Rows(lines);
    }

    private static Paragraph Headline(Verdict verdict) =>
        new Paragraph().Append(Words.Headline(verdict), Palette.Of(verdict)).Append($"  {Printable.OneLine(verdict.Reason)}");

    // A sequential judge stays with its first final verdict: what came later is not in the table.
    private static string? Final(Report report)
    {
        int elapsed = report.Verdict.WindowsElapsed, count = report.Plan.Windows.Count;
        bool early = report.Verdict.Outcome != VerdictOutcome.Pause && elapsed < count;
        return early ? $"Final after window {elapsed} of {count}: later windows do not change it." : null;
    }

    private static Paragraph Title(Report report)
    {
        WindowGrid windows = report.Plan.Windows;
        return new Paragraph()
            .Append(Printable.OneLine($"{report.Plan.Policy.Name}: baseline {report.Baseline}, canary {report.Canary}") + "\n")
            .Append(
                $"{Counted.Of(windows.Count, "window")} of {DurationText.Format(report.Plan.Policy.Interval)} ({report.Plan.Policy.WarmUp} warm-up), "
                + $"{Times.Text(windows.StartMillis)} to {Times.Text(windows.EndMillis)}\n{Printable.OneLine(report.Source)}\n",
                Palette.Quiet);
    }

    private static IEnumerable<IRenderable> Section(string title, IEnumerable<string> sentences)
    {
        IRenderable[] bullets = [.. sentences.Select(Bullet)];
        if (bullets.Length == 0) return [];
        return title.Length == 0 ? [Text.Empty, .. bullets] : [Text.Empty, new Text(title, Palette.Quiet), .. bullets];
    }

    private static Grid Bullet(string sentence)
    {
        var grid = new Grid();
        grid.AddColumn(new GridColumn { Width = 1, Padding = new Padding(0, 0, 1, 0) });
        grid.AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
        return grid.AddRow(new Text("-"), new Text(Printable.OneLine(sentence)));
    }

    private static IEnumerable<string> Remarks(MetricWindows windows)
    {
        string name = windows.Metric.Name;
        foreach (string warning in windows.Warnings) yield return $"{name}: the source warns: {warning}";
        foreach (DataFault fault in windows.Faults.Take(FaultsShown)) yield return $"{name}: {Describe(fault)}";
        int more = windows.Faults.Count - FaultsShown;
        if (more > 0) yield return $"{name}: {more} more; --output json lists them all.";
    }

    private static string Describe(DataFault fault) =>
        $"{Words.Human(fault.Side)}{(fault.Window is { } window ? $", window {window}" : "")}: {fault.Detail}";
}
