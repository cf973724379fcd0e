using CanaryJudge.Cli.Frame;
using Spectre.Console;

namespace CanaryJudge.Cli.Rehearsing;

/// <summary>Sentences below a table, broken at words.</summary>
internal static class Sentences
{
    /// <summary>Writes suggestions as a list; a line that says so when there are none.</summary>
    public static void Suggestions(IAnsiConsole console, IReadOnlyList<string> suggestions, string none)
    {
        console.WriteLine();
        if (suggestions.Count == 0)
        {
            Write(console, none, "", "");
            return;
        }

        console.WriteLine("Suggestions");
        foreach (string suggestion in suggestions) Write(console, suggestion, "- ", "  ");
    }

    /// <summary>Writes one text within the usual width.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="text">The text.</param>
    /// <param name="first">What the first line begins with.</param>
    /// <param name="later">What the others begin with.</param>
    public static void Write(IAnsiConsole console, string text, string first = "", string later = "")
    {
        string line = first;
        bool isEmpty = true;
        foreach (string word in Rendering.Printable.OneLine(text).Split(' '))
        {
            if (!isEmpty && line.Length + 1 + word.Length > Terminal.DefaultWidth)
            {
                console.WriteLine(line);
                (line, isEmpty) = (later, true);
            }

            line += isEmpty ? word : " " + word;
            isEmpty = false;
        }

        console.WriteLine(line);
    }
}
