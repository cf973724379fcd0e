using CanaryJudge.Cli.Frame;
using CanaryJudge.Contracts.V1;

namespace CanaryJudge.Cli.Analyses;

/// <summary>For a pipe or a log: a plain line an event, then the decision.</summary>
internal sealed class LineWatchView(Terminal terminal) : IWatchView
{
    /// <inheritdoc/>
    public Task ShowAsync(GetAnalysisResponse watched, Func<Action<AnalysisEvent>, Task> follow)
    {
        terminal.Print(noColor: true, console => console.Write(AnalysisText.Details(watched.Analysis, watched)));
        terminal.Out.WriteLine();
        return follow(made => terminal.Out.WriteLine(AnalysisText.Line(made, watched.Analysis.Horizon)));
    }

    /// <inheritdoc/>
    public void Interrupted(string why) => terminal.Error.WriteLine($"canaryjudge: {why}; trying again");

    /// <inheritdoc/>
    public void Close(Analysis ended)
    {
        terminal.Out.WriteLine();
        terminal.Print(noColor: true, console => console.Write(AnalysisText.Conclusion(ended)));
    }
}
