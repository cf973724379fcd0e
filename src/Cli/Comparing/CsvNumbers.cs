using System.Globalization;

namespace CanaryJudge.Cli.Comparing;

/// <summary>One column of a CSV file with a header.</summary>
internal static class CsvNumbers
{
    /// <summary>Reads the column.</summary>
    /// <param name="text">RFC 4180: commas between cells, which may stand in double quotes. Blank lines are passed over.</param>
    /// <param name="column">A name of the header, or the column's number from 1 where no name says so.</param>
    /// <param name="found">Takes the numbers.</param>
    public static void Read(string text, string column, NumbersFound found)
    {
        var rows = new CsvRows(text);
        while (rows.Next())
        {
            if (rows.IsBlank) continue;
            if (Find(rows, column, found) is { } index) ReadColumn(rows, index, column, found);
            return;
        }
    }

    private static void ReadColumn(CsvRows rows, int index, string column, NumbersFound found)
    {
        int header = rows.Cells.Count;
        while (!found.IsFull && rows.Next())
        {
            if (rows.IsBlank) continue;
            if (rows.IsBroken) found.Wrong(rows.Line, "a double quote is not closed, or does not enclose its cell. Write \"\" for a quote inside of quotes.");
            else if (rows.Cells.Count != header) found.Wrong(rows.Line, $"{Cells(rows.Cells.Count)} and the header has {header}. Write as many as in the header.");
            else found.Take(rows.Cells[index].AsSpan().Trim(), rows.Line, $"Write a number into column {NumbersFound.Shown(column)}, or leave the row out.");
        }
    }

    private static string Cells(int count) => count == 1 ? "there is 1 cell" : $"there are {count} cells";

    private static int? Find(CsvRows rows, string column, NumbersFound found)
    {
        string[] names = [.. rows.Cells.Select(cell => cell.Trim())];
        int[] matches = [.. Enumerable.Range(0, names.Length).Where(k => names[k] == column)];
        if (matches.Length == 1) return matches[0];
        if (matches.Length > 1) found.Wrong(rows.Line, $"{matches.Length} columns have the name {NumbersFound.Shown(column)}. Give the column's number: {string.Join(" or ", matches.Select(k => k + 1))}.");
        else if (int.TryParse(column, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= names.Length) return number - 1;
        else found.Wrong(rows.Line, $"there is no column {NumbersFound.Shown(column)}. The header has {NumbersFound.Shown(string.Join(", ", names))}; write one of these, or a number from 1 to {names.Length}.");
        return null;
    }
}
