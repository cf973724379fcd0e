using CanaryJudge.Judging.Rehearsing;
using Spectre.Console;

namespace CanaryJudge.Cli.Rehearsing;

/// <summary>A backtest for people: a line a kind of rehearsal, and how soon it ended.</summary>
internal static class BacktestText
{
    private const int NameWidth = 18;
    private const int WrongWidth = 10;
    private const int ShareWidth = 15;
    private const int AfterWidth = 5;

    /// <summary>Writes it within 80 columns.</summary>
    public static void Write(IAnsiConsole console, FoundPast found, BacktestReport report)
    {
        int horizon = report.Past.Policy.Horizon;
        RehearsalHead.Write(console, found, report.Settings, report.Healthy.Promoted.Of);
        Table table = new() { Border = TableBorder.None };
        table.AddColumn(RehearsalHead.Column("Rehearsed", NameWidth, Justify.Left));
        table.AddColumn(RehearsalHead.Column("wrong", WrongWidth, Justify.Left));
        table.AddColumn(RehearsalHead.Column("rolled back", ShareWidth, Justify.Right));
        table.AddColumn(RehearsalHead.Column("passed", AfterWidth + 1, Justify.Right));
        table.AddColumn(RehearsalHead.Column("after", AfterWidth, Justify.Right, gap: 2));
        table.AddColumn(RehearsalHead.Column("by window 1 to " + horizon, Shares.CourseWidth, Justify.Left, gap: 0));
        Row("the whole policy", "nothing", report.Healthy, report.Healthy.Promoted);
        foreach (MetricBacktest metric in report.Metrics)
        {
            Row(metric.Past.Metric.Name, "nothing", metric.Healthy, metric.Healthy.Promoted);
            foreach ((Injection injection, Endings endings) in metric.Injected) Row("", injection.Name, endings, endings.RolledBack);
        }

        console.Write(table);
        Sentences.Write(console, "Nothing wrong: after and the bars are of passes, and every rollback is a false one. Something wrong: they are of rollbacks, and every pass is a wrong one.");
        console.WriteLine();
        Sentences.Write(console, Summary(report));
        Sentences.Suggestions(console, report.Suggestions, "Nothing asks to be changed.");

        void Row(string name, string wrong, Endings endings, Chances wanted) => table.AddRow(
            new Text(RehearsalHead.Cut(name, NameWidth)), new Text(wrong), new Text(Shares.WithInterval(endings.RolledBack)), new Text(Shares.Percent(endings.Promoted.Share)),
            new Text(Shares.Median(wanted)), new Text(Shares.Course(wanted, horizon)));
    }

    private static string Summary(BacktestReport report)
    {
        Chances back = report.Healthy.RolledBack, promoted = report.Healthy.Promoted;
        string noisy = report.Noisiest is { } metric ? $" The noisiest metric is {metric.Past.Metric.Name}." : "";
        string failed = string.Join(", ", report.Metrics.Where(m => m.FalselyFailed > 0).OrderByDescending(m => m.FalselyFailed).Select(m => $"{m.Past.Metric.Name} in {m.FalselyFailed}"));
        return $"Of {back.Of} healthy rollouts this policy would have rolled back {back.Times}{(failed.Length > 0 ? $" ({failed})" : "")}, promoted {promoted.Times} and left {report.Healthy.Open} undecided{RehearsalHead.AtHorizon(report.Past.Policy, report.Healthy)}.{noisy}";
    }
}
