using CanaryJudge.Cli.Frame;
using CanaryJudge.Cli.Rendering;
using CanaryJudge.Contracts.V1;

namespace CanaryJudge.Cli.Rollouts;

/// <summary>An action as it goes on: a line for everything that is new, then how it ended.</summary>
internal sealed class ActionView(Terminal terminal, OutputFormat format, bool noColor)
{
    private readonly HashSet<string> _shown = new(StringComparer.Ordinal);
    private string _status = "";

    /// <summary>Shows what is new.</summary>
    public void Show(RolloutAction action)
    {
        if (format == OutputFormat.Ndjson) terminal.Out.WriteLine(ActionJson.Write(action, indented: false));
        if (format != OutputFormat.Text) return;
        Line(ActionText.Title(action));
        foreach (RolloutActionStep step in action.Steps) Line(ActionText.Line(step));
        // Each step says more of itself than the status does.
        if (action.State == RolloutActionState.Ended || action.Status == _status || action.Status.StartsWith("Step ", StringComparison.Ordinal)) return;
        _status = action.Status;
        terminal.Out.WriteLine(Printable.OneLine($"{RolloutWords.Human(action.State)}: {action.Status}"));
    }

    /// <summary>Says that the connection broke.</summary>
    public void Interrupted(string why) => terminal.Error.WriteLine($"canaryjudge: {why}; trying again");

    /// <summary>Shows how it stands at last.</summary>
    public void Close(RolloutAction action)
    {
        if (format == OutputFormat.Json) terminal.Out.WriteLine(ActionJson.Write(action, indented: true));
        if (format == OutputFormat.Text) terminal.Print(noColor, console => console.Write(ActionText.Conclusion(action)));
    }

    private void Line(string line)
    {
        if (_shown.Add(line)) terminal.Out.WriteLine(line);
    }
}
