using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace CanaryJudge.Cli.Frame;

/// <summary>The usual help, then what a person copies: examples, and the exit codes.</summary>
internal sealed class HelpWithExamples : SynchronousCommandLineAction
{
    private static readonly string[] RootNotes =
    [
        "Exit codes: 0 promote or in order, 3 pause, 4 rollback, 1 could not judge,",
        "            2 wrong usage, 130 interrupted.",
    ];

    private static readonly string[] RootExamples =
    [
        "# See it work, with nothing else installed",
        "canaryjudge demo",
        "# Judge the last half hour of a rollout",
        "canaryjudge judge --policy checkout.yaml --prometheus http://localhost:9090 \\",
        "    --baseline version=v1 --canary version=v2 --since 30m",
    ];

    private readonly HelpAction _usual;

    /// <summary>Help that ends with examples.</summary>
    /// <param name="usual">The library's own help.</param>
    public HelpWithExamples(HelpAction usual)
    {
        _usual = usual;
        _usual.MaxWidth = Terminal.DefaultWidth;
    }

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int code = _usual.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        var command = parseResult.CommandResult.Command as ExampleCommand;
        Write(output, "Examples:", command?.Examples ?? (parseResult.CommandResult.Command is RootCommand ? RootExamples : []));
        Write(output, heading: null, command?.Notes ?? (parseResult.CommandResult.Command is RootCommand ? RootNotes : []));
        return code;
    }

    private static void Write(TextWriter output, string? heading, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0) return;
        if (heading is not null) output.WriteLine(heading);
        foreach (string line in lines) output.WriteLine(heading is null ? line : $"  {line}");
        output.WriteLine();
    }
}
