using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using CanaryJudge.Cli.Analyses;
using CanaryJudge.Cli.Comparing;
using CanaryJudge.Cli.Demo;
using CanaryJudge.Cli.Policies;
using CanaryJudge.Cli.Rehearsing;
using CanaryJudge.Cli.Replaying;
using CanaryJudge.Cli.Rollouts;
using CanaryJudge.Cli.Verdicts;

namespace CanaryJudge.Cli.Frame;

/// <summary>The whole command line: its tree of commands, and how it runs.</summary>
internal static class CommandLine
{
    /// <summary>Parses and runs one command line.</summary>
    /// <param name="args">The arguments, without the program's name.</param>
    /// <param name="session">What it stands on.</param>
    /// <param name="interrupted">Cancelled when the person wants it to end.</param>
    /// <returns>The exit code, one of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, Session session, CancellationToken interrupted)
    {
        Terminal terminal = session.Terminal;
        RootCommand root = Create(session);
        // Without an argument there is nothing to do but to say what there is.
        ParseResult parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
        if (parsed.Action is ParseErrorAction) return UsageError(parsed, terminal);
        var configuration = new InvocationConfiguration
        {
            Output = terminal.Out,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            return await parsed.InvokeAsync(configuration, interrupted);
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            await terminal.Error.WriteLineAsync("canaryjudge: interrupted");
            return ExitCode.Interrupted;
        }
        catch (CommandFailedException failed)
        {
            await terminal.Error.WriteLineAsync($"canaryjudge: {failed.Message}");
            return failed.ExitCode;
        }
    }

    private static RootCommand Create(Session session)
    {
        var root = new RootCommand("Judges a canary against its baseline: promote, pause or rollback.")
        {
            JudgeCommand.Create(session),
            PlanCommand.Create(session),
            BacktestCommand.Create(session),
            ReplayCommand.Create(session),
            CompareCommand.Create(session),
            PolicyCommand.Create(session),
            StartCommand.Create(session),
            ListCommand.Create(session),
            GetCommand.Create(session),
            WatchCommand.Create(session),
            CancelCommand.Create(session),
            OverrideCommand.Create(session),
            TargetsCommand.Create(session),
            ActionsCommand.CreateList(session),
            ActionsCommand.CreateGet(session),
            StopCommand.Create(session),
            SwitchCommand.Create(session),
            DemoCommand.Create(session),
            CompletionCommand.Create(session.Terminal),
        };
        foreach (Command act in ActCommand.CreateAll(session)) root.Subcommands.Add(act);
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }

    private static int UsageError(ParseResult parsed, Terminal terminal)
    {
        foreach (string message in parsed.Errors.Select(e => e.Message).Distinct())
            terminal.Error.WriteLine($"canaryjudge: {message}");
        terminal.Error.WriteLine($"Try '{PathOf(parsed.CommandResult.Command)} --help'.");
        return ExitCode.Usage;
    }

    private static string PathOf(Command command)
    {
        var names = new List<string>();
        for (Symbol? symbol = command; symbol is not null; symbol = symbol.Parents.FirstOrDefault())
            names.Insert(0, symbol is RootCommand ? "canaryjudge" : symbol.Name);
        return string.Join(' ', names);
    }
}
