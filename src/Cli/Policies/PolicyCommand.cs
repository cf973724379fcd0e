using System.CommandLine;
using CanaryJudge.Cli.Frame;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Cli.Policies;

/// <summary>canaryjudge policy: check, show, schema and reference.</summary>
internal static class PolicyCommand
{
    /// <summary>The command with its subcommands.</summary>
    public static Command Create(Session session) =>
        new ExampleCommand("policy", "Check a policy, show what it means, or print what policies may hold.")
        {
            Examples =
            [
                "canaryjudge policy check policies/*.yaml",
                "canaryjudge policy show checkout.yaml",
                "canaryjudge policy schema > canarypolicy.schema.json",
            ],
            Subcommands = { CheckCommand.Create(session.Terminal), ShowCommand.Create(session), Schema(session.Terminal), Reference(session.Terminal) },
        };

    private static ExampleCommand Reference(Terminal terminal)
    {
        var command = new ExampleCommand("reference", "Print the reference of policies for people, as Markdown: every key with its range, default and an example.")
        {
            Examples = ["canaryjudge policy reference | less"],
        };
        command.SetAction(_ =>
        {
            terminal.Out.WriteLine(PolicyReference.Markdown.TrimEnd());
            return ExitCode.Promote;
        });
        return command;
    }

    private static ExampleCommand Schema(Terminal terminal)
    {
        var command = new ExampleCommand("schema", "Print the JSON Schema of policies, for editors and other tools.")
        {
            Examples =
            [
                "canaryjudge policy schema > canarypolicy.schema.json",
                "# Then, as the first line of a policy, for editors with a YAML language server",
                "# yaml-language-server: $schema=canarypolicy.schema.json",
            ],
        };
        command.SetAction(_ =>
        {
            terminal.Out.WriteLine(PolicySchema.Json.TrimEnd());
            return ExitCode.Promote;
        });
        return command;
    }
}
