using System.CommandLine;
using CanaryJudge.Cli.Frame;
using CanaryJudge.Cli.Rendering;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Cli.Policies;

/// <summary>canaryjudge policy check: every problem of every file at once.</summary>
internal static class CheckCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var files = new Argument<string[]>("FILE") { Description = "Policies, YAML or JSON; - reads standard input.", Arity = ArgumentArity.OneOrMore };
        var format = new FormatOptions(OutputFormat.Text, OutputFormat.Json);
        var command = new ExampleCommand("check", "List every problem of policies at once, as file:line:col: message. remedy")
        {
            Examples = ["canaryjudge policy check policies/*.yaml", "kustomize build . | canaryjudge policy check -"],
            Notes = ["Exit codes: 0 no problem, 1 problems or an unreadable file, 2 wrong usage."],
        };
        command.Arguments.Add(files);
        format.AddTo(command);
        command.SetAction((parsed, interrupted) => RunAsync(parsed.GetRequiredValue(files), format.Read(parsed), terminal, interrupted));
        return command;
    }

    private static async Task<int> RunAsync(string[] paths, OutputFormat format, Terminal terminal, CancellationToken interrupted)
    {
        var results = new List<(string File, IReadOnlyList<Violation> Violations)>();
        foreach (string path in paths)
        {
            (string name, IReadOnlyList<Violation> violations) = await CheckAsync(path, terminal, interrupted);
            results.Add((name, violations));
        }

        if (format == OutputFormat.Json) terminal.Out.WriteLine(Write(results));
        else WriteLines(results, terminal.Out);
        return results.All(r => r.Violations.Count == 0) ? ExitCode.Promote : ExitCode.CouldNotJudge;
    }

    // A file that cannot be read is a problem among the others: the rest is still checked.
    private static async Task<(string Name, IReadOnlyList<Violation> Violations)> CheckAsync(string path, Terminal terminal, CancellationToken interrupted)
    {
        (PolicyFile? file, string problem) = await PolicyFile.TryReadAsync(path, terminal, interrupted);
        return file is null ? (path, [new Violation("", problem, "")]) : (file.Name, PolicyParser.Parse(file.Text).Violations);
    }

    private static void WriteLines(List<(string File, IReadOnlyList<Violation> Violations)> results, TextWriter output)
    {
        foreach ((string file, IReadOnlyList<Violation> violations) in results)
        {
            if (violations.Count == 0) output.WriteLine($"{file}: ok");
            foreach (Violation violation in violations) output.WriteLine(ViolationText.Line(file, violation));
        }
    }

    private static string Write(List<(string File, IReadOnlyList<Violation> Violations)> results) => Json.Text(indented: true, json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("ok", results.All(r => r.Violations.Count == 0));
        json.WriteStartArray("files");
        foreach ((string file, IReadOnlyList<Violation> violations) in results)
        {
            json.WriteStartObject();
            json.WriteString("file", file);
            json.WriteBoolean("ok", violations.Count == 0);
            ViolationJson.WriteArray(json, file, violations);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });
}
