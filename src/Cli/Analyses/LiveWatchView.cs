using CanaryJudge.Cli.Frame;
using CanaryJudge.Cli.Rendering;
using CanaryJudge.Contracts.V1;
using CanaryJudge.Judging.Policies;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CanaryJudge.Cli.Analyses;

/// <summary>For a terminal: the latest numbers and evidence as tables that change in place, then the decision below them.</summary>
internal sealed class LiveWatchView(Terminal terminal, bool noColor) : IWatchView
{
    private readonly IAnsiConsole _console = terminal.Live(noColor);
    private string _trouble = "";
    private Action _draw = () => { };

    /// <inheritdoc/>
    public async Task ShowAsync(GetAnalysisResponse watched, Func<Action<AnalysisEvent>, Task> follow)
    {
        _console.Write(AnalysisText.Details(watched.Analysis, watched));
        _console.WriteLine("\n");
        Judging.Policies.CanaryPolicy? policy = PolicyParser.Parse(watched.Policy).Policy;
        IReadOnlyList<Judging.Comparing.Judgement> judgements = [];
        string line = "waiting for the first window";
        await _console.Live(new Text(line)).StartAsync(async live =>
        {
            _draw = () => live.UpdateTarget(Frame(judgements, policy?.WarmUp ?? 0, line));
            await follow(made =>
            {
                _trouble = "";
                line = AnalysisText.Line(made, watched.Analysis.Horizon);
                if (made.Kind == AnalysisEventKind.Judged && policy is not null) judgements = WireJudgements.Read(made.Judgements, policy);
                _draw();
            });
        });
    }

    /// <inheritdoc/>
    public void Interrupted(string why)
    {
        _trouble = $"{why}; trying again";
        _draw();
    }

    /// <inheritdoc/>
    public void Close(Analysis ended)
    {
        _console.WriteLine();
        _console.Write(AnalysisText.Conclusion(ended));
        _console.WriteLine();
    }

    private Rows Frame(IReadOnlyList<Judging.Comparing.Judgement> judgements, int warmUp, string line)
    {
        List<IRenderable> parts = [];
        if (judgements.Count > 0)
        {
            parts.Add(VerdictTable.Create(judgements, warmUp, _console.Profile.Width));
            parts.Add(Text.Empty);
            if (EvidenceTable.Create(judgements, _console.Profile.Width) is { } evidence) parts.AddRange([evidence, Text.Empty]);
        }

        parts.Add(new Text(line));
        if (_trouble.Length > 0) parts.Add(new Text(_trouble, Palette.Quiet));
        return new Rows(parts);
    }
}
