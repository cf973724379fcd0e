using System.Text;
using CanaryJudge.Cli.Frame;
using CanaryJudge.Cli.Rendering;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Cli.Demo;

/// <summary>For a pipe or a log: a plain line a window, then the verdict.</summary>
internal sealed class LineDemoView(Terminal terminal) : IDemoView
{
    /// <inheritdoc/>
    public async Task<Report> ShowAsync(DemoAct act, int number, int count, Func<Action<DemoMoment>, Task<Report>> play)
    {
        terminal.Out.WriteLine(DemoWords.Title(act, number, count));
        terminal.Out.WriteLine(DemoWords.Scene);
        Report report = await play(moment =>
        {
            if (moment.Window > 0) terminal.Out.WriteLine(Line(moment));
        });
        terminal.Out.WriteLine();
        terminal.Print(noColor: true, console => VerdictText.WriteResult(console, report));
        terminal.Out.WriteLine();
        return report;
    }

    /// <inheritdoc/>
    public void Close(IReadOnlyList<(DemoAct Act, Report Report)> results, int exitCode)
    {
        if (DemoWords.Outcome(results) is { } outcome) terminal.Out.WriteLine(outcome);
    }

    private static (double Baseline, double Canary) FirstOf(Judgement judgement, int warmUp)
    {
        if (judgement.Comparisons.Count > 0) return (judgement.Comparisons[0].Baseline, judgement.Comparisons[0].Canary);
        Observed seen = Observed.Of(judgement.Windows, warmUp).First();
        return (seen.Baseline, seen.Canary);
    }

    private static string Line(DemoMoment moment)
    {
        var line = new StringBuilder($"{moment.Window,3}/{moment.Horizon}");
        if (moment.Report is null) return line.Append("  warm-up").ToString();
        foreach (Judgement judgement in moment.Report.Verdict.Judgements)
        {
            MetricPolicy metric = judgement.Windows.Metric;
            (double baseline, double canary) = FirstOf(judgement, moment.Report.Plan.Policy.WarmUp);
            Scale scale = Scale.ForValues(metric, baseline, canary);
            line.Append($"  {metric.Name} {scale.Value(baseline)}/{scale.Value(canary)}");
            line.Append(' ').Append(Words.Human(judgement.Outcome));
        }

        return line.Append($"  -> {Words.Human(moment.Report.Verdict.Outcome)}").ToString();
    }
}
