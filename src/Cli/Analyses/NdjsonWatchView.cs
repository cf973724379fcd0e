using CanaryJudge.Cli.Frame;
using CanaryJudge.Contracts.V1;

namespace CanaryJudge.Cli.Analyses;

/// <summary>For machines: a line of JSON an event, and nothing else on standard output.</summary>
internal sealed class NdjsonWatchView(Terminal terminal) : IWatchView
{
    /// <inheritdoc/>
    public Task ShowAsync(GetAnalysisResponse watched, Func<Action<AnalysisEvent>, Task> follow) => follow(made => terminal.Out.WriteLine(AnalysisJson.Line(made)));

    /// <inheritdoc/>
    public void Interrupted(string why) => terminal.Error.WriteLine($"canaryjudge: {why}; trying again");

    /// <inheritdoc/>
    public void Close(Analysis ended)
    {
        // The last line has said it.
    }
}
