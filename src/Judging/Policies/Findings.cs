using System.Globalization;
using System.Text;

namespace CanaryJudge.Judging.Policies;

/// <summary>Collects violations, up to a bound.</summary>
internal sealed class Findings
{
    private readonly List<Violation> _violations = [];
    private int _untold;

    /// <summary>True when nothing is wrong so far.</summary>
    public bool IsEmpty => _violations.Count == 0;

    /// <summary>True when more would not be told.</summary>
    public bool IsFull => _untold > 0;

    /// <summary>Adds one violation.</summary>
    public void Add(Violation violation)
    {
        if (_violations.Count < PolicyLimits.Violations - 1) _violations.Add(violation);
        else _untold++;
    }

    /// <summary>All of them in document order; the last says how many were left out.</summary>
    public IReadOnlyList<Violation> ToList()
    {
        IEnumerable<Violation> told = _violations.OrderBy(violation => violation.Line).ThenBy(violation => violation.Column);
        return _untold == 0 ? [.. told] : [.. told, new("", $"{Counted.Of(_untold, "more problem", "is", "are")} not shown.", "Correct these first.")];
    }

    /// <summary>A value for a message: in quotes, cut to a length, control characters made visible.</summary>
    public static string Quoted(string text, int length = 60)
    {
        var shown = new StringBuilder().Append('"');
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, length)))
        {
            bool isVisible = !char.IsControl(c) && CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
            if (isVisible) shown.Append(c);
            else shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }
        return shown.Append(text.Length > length ? "...\"" : "\"").ToString();
    }
}
