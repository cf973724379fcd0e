using System.Globalization;
using CanaryJudge.Cli.Rendering;

namespace CanaryJudge.Cli.Comparing;

/// <summary>What reading a file of numbers has found so far.</summary>
/// <param name="name">The file's name.</param>
internal sealed class NumbersFound(string name)
{
    private const int MostProblems = 20;
    private const int LongestShown = 40;

    private readonly List<double> _values = [];
    private readonly List<string> _problems = [];

    /// <summary>True when enough is wrong to stop.</summary>
    public bool IsFull => _problems.Count >= MostProblems;

    /// <summary>Takes the text of a number; NaN, infinities and what is beyond the range of a double are none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="line">Its line, from 1.</param>
    /// <param name="remedy">What to do when it is no number.</param>
    public void Take(ReadOnlySpan<char> text, int line, string remedy)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)) _values.Add(value);
        else if (text.IsWhiteSpace()) Wrong(line, $"there is no value. {remedy}");
        else Wrong(line, $"'{Shown(text)}' is not a finite number. {remedy}");
    }

    /// <summary>Notes what is wrong in a line.</summary>
    public void Wrong(int line, string message)
    {
        if (!IsFull) _problems.Add(Printable.OneLine($"{name}:{line}: {message}"));
    }

    /// <summary>The file as it was found; one without numbers is wrong.</summary>
    public NumbersFile ToFile()
    {
        if (_values.Count == 0 && _problems.Count == 0) _problems.Add(Printable.OneLine($"{name}: it holds no numbers. A comparison needs at least one on each side."));
        return _problems.Count > 0 ? new(name, [], _problems) : new(name, [.. _values], []);
    }

    /// <summary>Text for a message: bounded.</summary>
    public static string Shown(ReadOnlySpan<char> text) => text.Length > LongestShown ? string.Concat(text[..LongestShown], "...") : text.ToString();
}
