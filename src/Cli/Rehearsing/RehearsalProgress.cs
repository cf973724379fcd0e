using CanaryJudge.Cli.Frame;
using CanaryJudge.Cli.Rendering;

namespace CanaryJudge.Cli.Rehearsing;

/// <summary>One line on standard error that says how far rehearsals are; only where standard error is a terminal, and from half a second on.</summary>
/// <param name="terminal">Where it writes.</param>
/// <param name="clock">Limits how often it does.</param>
internal sealed class RehearsalProgress(Terminal terminal, TimeProvider clock)
{
    private const string ClearLine = "\r\u001b[K";
    private const int Patience = 500;
    private const int MillisBetween = 100;

    private readonly Lock _gate = new();
    private readonly long _start = clock.GetTimestamp();
    private double _nextMillis = Patience;
    private bool _isShown;

    /// <summary>Shows how far it is, unless it was just shown. May be called on any thread.</summary>
    /// <param name="text">What is being done.</param>
    public void Show(string text)
    {
        if (!terminal.ErrorIsTerminal) return;
        lock (_gate)
        {
            double millis = clock.GetElapsedTime(_start).TotalMilliseconds;
            if (millis < _nextMillis) return;
            _nextMillis = millis + MillisBetween;
            string line = Printable.OneLine(text);
            terminal.Error.Write(ClearLine + (line.Length < Terminal.DefaultWidth ? line : line[..(Terminal.DefaultWidth - 1)]));
            _isShown = true;
        }
    }

    /// <summary>Takes the line away.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            if (_isShown) terminal.Error.Write(ClearLine);
            _isShown = false;
        }
    }
}
