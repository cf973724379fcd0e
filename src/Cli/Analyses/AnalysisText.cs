using CanaryJudge.Cli.Rendering;
using CanaryJudge.Contracts.V1;
using CanaryJudge.Judging.Policies;
using Spectre.Console;
using Spectre.Console.Rendering;
using DomainOutcome = CanaryJudge.Judging.Deciding.VerdictOutcome;

namespace CanaryJudge.Cli.Analyses;

/// <summary>Analyses for people.</summary>
internal static class AnalysisText
{
    /// <summary>What an analysis is about and where it stands.</summary>
    /// <param name="analysis">The analysis.</param>
    /// <param name="whole">With its scopes, when it was looked up; null without.</param>
    public static IRenderable Details(Analysis analysis, GetAnalysisResponse? whole)
    {
        List<(string Name, string Value)> rows =
        [
            ("analysis", analysis.Id),
            ("application", analysis.Application),
            ("target", analysis.Target),
            ("policy", analysis.Policy),
            ("source", analysis.Source),
        ];
        if (whole is not null) rows.AddRange([("baseline", AnalysisWords.Text(whole.Baseline)), ("canary", AnalysisWords.Text(whole.Canary))]);
        if (analysis.Revision.Length > 0) rows.Add(("revision", $"{analysis.Revision}, beside {analysis.BaselineRevision}; the service {(analysis.Mode == RolloutMode.Act ? "acts" : "advises")}"));
        rows.Add(("started", $"{AnalysisWords.Time(analysis.CreateTime)} by {analysis.StartedBy}"));
        rows.Add(("windows", $"{analysis.WindowsElapsed} of {analysis.Horizon}, {DurationText.Format(analysis.Interval.ToTimeSpan())} each, from {AnalysisWords.Time(analysis.StartTime)}"));
        if (analysis.NextTime is not null) rows.Add((analysis.State == AnalysisState.Held ? "held until" : "next", AnalysisWords.Time(analysis.NextTime)));
        if (analysis.EndTime is not null) rows.Add(("ended", $"{AnalysisWords.Time(analysis.EndTime)}, {AnalysisWords.Human(analysis.Ending)}{(analysis.EndedBy.Length > 0 ? " by " + analysis.EndedBy : "")}"));
        if (analysis.SupersededBy.Length > 0) rows.Add(("superseded by", analysis.SupersededBy));
        Grid grid = new();
        grid.AddColumn(new GridColumn { Padding = new Padding(0, 0, 2, 0), NoWrap = true });
        grid.AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
        foreach ((string name, string value) in rows) grid.AddRow(new Text(name, Palette.Quiet), new Text(Printable.OneLine(value)));
        return new Rows(grid, Text.Empty, Conclusion(analysis));
    }

    /// <summary>The decision or the state, with its reason.</summary>
    public static IRenderable Conclusion(Analysis analysis) =>
        new Paragraph().Append(AnalysisWords.Headline(analysis), StyleOf(analysis)).Append($"  {Printable.OneLine(analysis.Reason)}");

    /// <summary>Several analyses, a line each.</summary>
    public static IRenderable List(IEnumerable<Analysis> analyses)
    {
        Table table = new() { Border = TableBorder.None };
        foreach (string title in (string[])["Analysis", "Application", "Target", "State", "Verdict", "Windows", "Started"])
            table.AddColumn(new TableColumn(new Text(title, Palette.Quiet)) { Padding = new Padding(0, 0, 2, 0), NoWrap = title is "Analysis" or "Started" });
        foreach (Analysis analysis in analyses)
        {
            table.AddRow(
                new Text(analysis.Id), new Text(Printable.OneLine(analysis.Application)), new Text(Printable.OneLine(analysis.Target)), new Text(State(analysis)),
                new Text(AnalysisWords.Human(analysis.State == AnalysisState.Ended ? analysis.Decision : analysis.Outcome), StyleOf(analysis)),
                new Text($"{analysis.WindowsElapsed}/{analysis.Horizon}"), new Text(AnalysisWords.Time(analysis.CreateTime)));
        }

        return table;
    }

    /// <summary>An event on a line: when, its number, what.</summary>
    public static string Line(AnalysisEvent made, int horizon)
    {
        string what = made.Kind switch
        {
            AnalysisEventKind.Judged => $"window {made.WindowsElapsed}/{horizon}  {AnalysisWords.Human(made.Outcome).ToUpperInvariant()}",
            AnalysisEventKind.Ended => $"ended, {AnalysisWords.Human(made.Ending)}  {(made.Outcome == VerdictOutcome.Unspecified ? "NO DECISION" : AnalysisWords.Human(made.Outcome).ToUpperInvariant())}",
            _ => AnalysisWords.Human(made.Kind),
        };
        string who = made.Actor.Length > 0 && made.Kind is not (AnalysisEventKind.Started or AnalysisEventKind.Judged) ? $" ({made.Actor})" : "";
        return Printable.OneLine($"{AnalysisWords.Time(made.Time)}  #{made.Sequence}  {what}{who}  {made.Reason}");
    }

    private static string State(Analysis analysis) => analysis.State == AnalysisState.Ended ? AnalysisWords.Human(analysis.Ending) : AnalysisWords.Human(analysis.State);

    private static Style StyleOf(Analysis analysis) => Palette.Of(
        (analysis.State == AnalysisState.Ended ? analysis.Decision : analysis.Outcome) switch
        {
            VerdictOutcome.Promote => DomainOutcome.Promote,
            VerdictOutcome.Rollback => DomainOutcome.Rollback,
            _ => DomainOutcome.Pause,
        },
        analysis.CouldNotJudge);
}
