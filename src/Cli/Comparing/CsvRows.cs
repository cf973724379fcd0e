using System.Text;

namespace CanaryJudge.Cli.Comparing;

/// <summary>Splits CSV into rows and cells by RFC 4180; a quoted cell may hold commas, line feeds and doubled quotes.</summary>
/// <param name="text">The whole file.</param>
internal sealed class CsvRows(string text)
{
    private readonly List<string> _cells = [];
    private readonly StringBuilder _cell = new();
    private int _at;
    private int _nextLine = 1;

    /// <summary>The line in which the row begins, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>The cells of the row, without their quotes.</summary>
    public IReadOnlyList<string> Cells => _cells;

    /// <summary>True when the row holds nothing.</summary>
    public bool IsBlank => !IsBroken && _cells.Count == 1 && string.IsNullOrWhiteSpace(_cells[0]);

    /// <summary>True when a quote is not closed, or does not enclose its cell.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Steps to the next row.</summary>
    /// <returns>False at the end.</returns>
    public bool Next()
    {
        if (_at >= text.Length) return false;
        _cells.Clear();
        IsBroken = false;
        Line = _nextLine;
        do ReadCell();
        while (TakeComma());
        return true;
    }

    private void ReadCell()
    {
        _cell.Clear();
        if (_at < text.Length && text[_at] == '"') ReadQuoted();
        else ReadBare();
        _cells.Add(_cell.ToString());
    }

    private void ReadBare()
    {
        int start = _at;
        while (_at < text.Length && text[_at] is not (',' or '\n')) _at++;
        ReadOnlySpan<char> cell = text.AsSpan(start, _at - start);
        if (_at == text.Length || text[_at] == '\n') cell = cell.TrimEnd('\r');
        IsBroken |= cell.Contains('"');
        _cell.Append(cell);
    }

    private void ReadQuoted()
    {
        for (_at++; _at < text.Length; _at++)
        {
            if (text[_at] == '"')
            {
                if (_at + 1 >= text.Length || text[_at + 1] != '"') break;
                _at++;
            }

            if (text[_at] == '\n') _nextLine++;
            _cell.Append(text[_at]);
        }

        IsBroken |= _at >= text.Length;
        _at = Math.Min(_at + 1, text.Length);
        int after = _at;
        while (_at < text.Length && text[_at] is not (',' or '\n')) _at++;
        IsBroken |= !text.AsSpan(after, _at - after).TrimEnd('\r').IsEmpty;
    }

    // True when another cell follows in the row; steps over the comma or the line's end.
    private bool TakeComma()
    {
        if (_at >= text.Length) return false;
        bool isComma = text[_at] == ',';
        if (!isComma) _nextLine++;
        _at++;
        return isComma;
    }
}
