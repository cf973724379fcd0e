using System.Text;
using Spectre.Console;

namespace CanaryJudge.Cli.Frame;

/// <summary>Where a command reads and writes, and what the other end can show. Tests give strings, the process gives its streams.</summary>
internal sealed class Terminal
{
    /// <summary>Columns that every text output fits, and the width taken when the other end is not a terminal.</summary>
    public const int DefaultWidth = 80;

    private const int WidestTable = 110;

    /// <summary>Standard input.</summary>
    public required TextReader In { get; init; }

    /// <summary>Opens standard input as bytes, for what may be compressed; read either this or <see cref="In"/>.</summary>
    public Func<Stream> OpenInput { get; init; } = Console.OpenStandardInput;

    /// <summary>Standard output: results only.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Standard error: what went wrong, and progress.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>True when standard output is a terminal that understands escape codes.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>True when standard error is a terminal that understands escape codes.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>False when the person asked for no colour by NO_COLOR.</summary>
    public bool ColorWanted { get; init; } = true;

    /// <summary>Columns of the terminal.</summary>
    public int Width { get; init; } = DefaultWidth;

    /// <summary>The process's own streams.</summary>
    public static Terminal OfProcess()
    {
        bool understands = !string.Equals(Environment.GetEnvironmentVariable("TERM"), "dumb", StringComparison.Ordinal);
        bool outIsTerminal = understands && !Console.IsOutputRedirected;
        return new Terminal
        {
            In = Console.In,
            Out = Utf8(Console.OpenStandardOutput()),
            Error = Utf8(Console.OpenStandardError()),
            OutIsTerminal = outIsTerminal,
            ErrorIsTerminal = understands && !Console.IsErrorRedirected,
            ColorWanted = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
            Width = outIsTerminal ? Math.Clamp(Console.WindowWidth, 40, WidestTable) : DefaultWidth,
        };
    }

    /// <summary>Prints a whole result on standard output: with colours on a terminal, as plain lines without trailing blanks elsewhere.</summary>
    /// <param name="noColor">True when the command line asks for no colour.</param>
    /// <param name="write">Writes the result.</param>
    public void Print(bool noColor, Action<IAnsiConsole> write)
    {
        using var text = new StringWriter { NewLine = "\n" };
        write(Create(text, OutIsTerminal && ColorWanted && !noColor, noColor));
        foreach (string line in text.ToString().TrimEnd('\n').Split('\n')) Out.WriteLine(line.TrimEnd());
    }

    /// <summary>A console on standard output for what changes in place; only for a terminal.</summary>
    /// <param name="noColor">True when the command line asks for no colour.</param>
    public IAnsiConsole Live(bool noColor) => Create(Out, OutIsTerminal, noColor);

    private IAnsiConsole Create(TextWriter writer, bool isTerminal, bool noColor)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = isTerminal && ColorWanted && !noColor ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            // Build servers are not terminals: a log full of escape codes helps nobody.
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = Width;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }

    private static StreamWriter Utf8(Stream stream) =>
        new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true, NewLine = "\n" };
}
