using System.CommandLine;

namespace CanaryJudge.Cli.Frame;

/// <summary>A command whose help ends with examples.</summary>
internal sealed class ExampleCommand(string name, string description) : Command(name, description)
{
    /// <summary>Whole command lines, and lines that begin with '#' to explain the next one.</summary>
    public required IReadOnlyList<string> Examples { get; init; }

    /// <summary>More to know, below the examples: exit codes, formats.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
