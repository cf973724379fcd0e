namespace CanaryJudge.Cli.Frame;

/// <summary>A command cannot go on, and the reason is for the person who typed it. Caught once, in <see cref="CommandLine"/>.</summary>
internal sealed class CommandFailedException : Exception
{
    /// <summary>A failure with its exit code.</summary>
    /// <param name="exitCode">One of <see cref="ExitCode"/>.</param>
    /// <param name="message">What is wrong and what to do; printed behind "canaryjudge: ".</param>
    public CommandFailedException(int exitCode, string message)
        : base(message) => ExitCode = exitCode;

    /// <summary>What the process answers.</summary>
    public int ExitCode { get; }
}
