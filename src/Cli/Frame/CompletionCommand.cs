using System.CommandLine;

namespace CanaryJudge.Cli.Frame;

/// <summary>Prints the few lines that let a shell complete this command.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _canaryjudge() {
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _canaryjudge canaryjudge
        """;

    private const string Zsh = """
        #compdef canaryjudge
        _canaryjudge() {
          local -a found
          found=("${(@f)$("${words[1]}" "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
          compadd -a found || _files
        }
        compdef _canaryjudge canaryjudge
        """;

    private const string Fish = """
        function __canaryjudge
          set -l line (commandline -cp)
          canaryjudge "[suggest:"(string length -- $line)"]" $line 2>/dev/null
        end
        complete -c canaryjudge -a '(__canaryjudge)'
        """;

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new ExampleCommand("completion", "Print the lines that complete this command in a shell.")
        {
            Examples = ["# bash: put it into ~/.bashrc", "source <(canaryjudge completion bash)", "# fish", "canaryjudge completion fish | source"],
        };
        command.Arguments.Add(shell);
        command.SetAction(parsed =>
        {
            terminal.Out.WriteLine(parsed.GetRequiredValue(shell) switch { "bash" => Bash, "zsh" => Zsh, _ => Fish });
            return ExitCode.Promote;
        });
        return command;
    }
}
