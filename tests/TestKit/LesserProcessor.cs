using CliWrap;
using CliWrap.Buffered;

namespace CanaryJudge.TestKit;

/// <summary>Runs a .NET program as on a processor that can do less: parts of it are switched off for the child, as the runtime's settings name them.</summary>
public static class LesserProcessor
{
    /// <summary>The settings that leave 256 bits, 128 bits and no vectors. The tests of the statistics ask such a child how wide its vectors are.</summary>
    public const string Without512 = "DOTNET_EnableAVX512", WithoutAvx2 = "DOTNET_EnableAVX2", WithoutVectors = "DOTNET_EnableHWIntrinsic";

    private static readonly TimeSpan Most = TimeSpan.FromMinutes(4);

    /// <summary>Runs the program to its end.</summary>
    /// <param name="assembly">Its assembly.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="settings">Its environment beside this process's: <see cref="WithoutAvx2"/> at 0 takes vectors of 256 bits away. A setting that this runtime does not know does nothing.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What it wrote to standard output.</returns>
    /// <exception cref="InvalidOperationException">It ended with another code than 0; the message is what it wrote.</exception>
    /// <exception cref="OperationCanceledException">It took more than four minutes, or the token was cancelled; it does not run any more then.</exception>
    public static async Task<string> RunAsync(string assembly, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> settings, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Most);
        BufferedCommandResult child = await Cli.Wrap(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
            .WithArguments([assembly, .. arguments])
            .WithEnvironmentVariables(settings)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(limit.Token);
        return child.ExitCode == 0 ? child.StandardOutput : throw new InvalidOperationException($"It ended with {child.ExitCode}: {child.StandardOutput}{child.StandardError}");
    }
}
