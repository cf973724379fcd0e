using System.CommandLine;

namespace CanaryJudge.Cli.Frame;

/// <summary>The options that every command with a result has: its format, and no colours.</summary>
internal sealed class FormatOptions
{
    private readonly Option<string> _output;
    private readonly Option<bool> _noColor = new("--no-color") { Description = "No colours; NO_COLOR in the environment does the same." };

    /// <summary>Options that accept these formats; the first is the default.</summary>
    public FormatOptions(params ReadOnlySpan<OutputFormat> formats)
    {
        string[] names = Array.ConvertAll(formats.ToArray(), NameOf);
        _output = new("--output", "-o") { Description = "How the result is printed.", HelpName = string.Join('|', names), DefaultValueFactory = _ => names[0] };
        _output.AcceptOnlyFromAmong(names);
    }

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_output);
        command.Options.Add(_noColor);
    }

    /// <summary>The format that was asked for.</summary>
    public OutputFormat Read(ParseResult parsed) =>
        Enum.GetValues<OutputFormat>().Single(format => NameOf(format) == parsed.GetRequiredValue(_output));

    /// <summary>True when no colours were asked for.</summary>
    public bool ReadNoColor(ParseResult parsed) => parsed.GetValue(_noColor);

    private static string NameOf(OutputFormat format) => format.ToString().ToLowerInvariant();
}
