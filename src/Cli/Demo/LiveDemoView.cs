using CanaryJudge.Cli.Frame;
using CanaryJudge.Cli.Rendering;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CanaryJudge.Cli.Demo;

/// <summary>For a terminal: one table that changes in place, then the verdict below it.</summary>
internal sealed class LiveDemoView(Terminal terminal, bool noColor) : IDemoView
{
    private readonly IAnsiConsole _console = terminal.Live(noColor);

    /// <inheritdoc/>
    public async Task<Report> ShowAsync(DemoAct act, int number, int count, Func<Action<DemoMoment>, Task<Report>> play)
    {
        _console.Write(new Text(DemoWords.Title(act, number, count) + "\n"));
        _console.Write(new Text(DemoWords.Scene + "\n\n", Palette.Quiet));
        Report report = await _console.Live(new Text("starting")).StartAsync(live => play(moment => live.UpdateTarget(Frame(moment))));
        _console.WriteLine();
        _console.Write(VerdictText.Conclusion(report));
        _console.WriteLine();
        return report;
    }

    /// <inheritdoc/>
    public void Close(IReadOnlyList<(DemoAct Act, Report Report)> results, int exitCode)
    {
        if (DemoWords.Outcome(results) is { } outcome) _console.Write(new Text(outcome + "\n"));
    }

    private Rows Frame(DemoMoment moment)
    {
        IRenderable progress = new Text(DemoWords.Progress(moment), Palette.Quiet);
        if (moment.Report is null) return new Rows(progress);
        IRenderable table = VerdictTable.Create(moment.Report, _console.Profile.Width);
        return EvidenceTable.Create(moment.Report, _console.Profile.Width) is { } evidence ? new Rows(table, new Text(""), evidence, progress) : new Rows(table, progress);
    }
}
