using CanaryJudge.Cli.Frame;
using CanaryJudge.Cli.Rendering;

namespace CanaryJudge.Cli.Replaying;

/// <summary>One line on standard error that says how far a replay is. Only where standard error is a terminal and the verdicts go elsewhere.</summary>
/// <param name="terminal">Where it writes.</param>
/// <param name="clock">Limits how often it does.</param>
internal sealed class ReplayProgress(Terminal terminal, TimeProvider clock)
{
    private const string ClearLine = "\r\u001b[K";
    private const int MillisBetween = 100;

    private readonly bool _isWanted = terminal is { ErrorIsTerminal: true, OutIsTerminal: false };
    private readonly long _start = clock.GetTimestamp();
    private double _nextMillis = MillisBetween;
    private bool _isShown;

    /// <summary>Shows how far it is, unless it was just shown.</summary>
    /// <param name="judged">Rollouts so far.</param>
    /// <param name="file">The file they come from.</param>
    public void Show(int judged, string file)
    {
        if (!_isWanted) return;
        double millis = clock.GetElapsedTime(_start).TotalMilliseconds;
        if (millis < _nextMillis) return;
        _nextMillis = millis + MillisBetween;
        string text = $"{judged} judged, {Printable.OneLine(file)}";
        terminal.Error.Write(ClearLine + (text.Length < Terminal.DefaultWidth ? text : text[..(Terminal.DefaultWidth - 1)]));
        _isShown = true;
    }

    /// <summary>Takes the line away.</summary>
    public void Clear()
    {
        if (_isShown) terminal.Error.Write(ClearLine);
        _isShown = false;
    }
}
