using System.Text;

namespace CanaryJudge.Benchmarks.Scoreboard;

/// <summary>A table of words, for a terminal or for a page.</summary>
internal sealed class Table(params string[] heads)
{
    private readonly List<string[]> rows = [];

    /// <summary>Adds a row; one cell a head.</summary>
    public void Add(params string[] cells) => rows.Add(cells);

    /// <summary>Columns aligned by spaces, the first to the left and the others to the right.</summary>
    public string AsText()
    {
        int[] widths = [.. heads.Select((h, c) => rows.Select(r => r[c].Length).Append(h.Length).Max())];
        StringBuilder text = new();
        foreach (string[] row in rows.Prepend(heads))
        {
            for (int c = 0; c < row.Length; c++) text.Append(c == 0 ? row[c].PadRight(widths[c]) : "  " + row[c].PadLeft(widths[c]));
            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>A Markdown table.</summary>
    public string AsMarkdown()
    {
        StringBuilder text = new();
        text.Append("| ").AppendJoin(" | ", heads).Append(" |\n|---").Append(string.Concat(Enumerable.Repeat("|---:", heads.Length - 1))).Append("|\n");
        foreach (string[] row in rows) text.Append("| ").AppendJoin(" | ", row).Append(" |\n");
        return text.ToString();
    }
}
