using CanaryJudge.TestKit;
using CliWrap;
using CliWrap.Buffered;

namespace CanaryJudge.EndToEnd.Tests.Cli;

/// <summary>The native command as eng/command.sh builds it, once, where that is asked for.</summary>
public sealed class NativeCommand : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("canaryjudge-native-").FullName;
    private readonly Lazy<Task<string>> _archive;

    public NativeCommand() => _archive = new(BuildAsync);

    /// <summary>The archive. The test is skipped where it is not built.</summary>
    public async Task<string> ArchiveAsync()
    {
        bool isWanted = Environment.GetEnvironmentVariable("CI") == "true" || Environment.GetEnvironmentVariable("IMAGE_TESTS") == "1";
        Assert.SkipUnless(isWanted, "the native command is compiled, which takes minutes: IMAGE_TESTS=1 dotnet run --project tests/EndToEnd.Tests (CI always does)");
        return await _archive.Value;
    }

    /// <summary>The program in it.</summary>
    public async Task<string> ProgramAsync() => Path.Combine(Path.GetDirectoryName(await ArchiveAsync())!, "canaryjudge");

    public void Dispose() => Directory.Delete(_home, recursive: true);

    private async Task<string> BuildAsync()
    {
        BufferedCommandResult run = await CliWrap.Cli.Wrap(Path.Combine(ServerPrograms.RepositoryRoot()!, "eng", "command.sh")).WithArguments(["--out", _home])
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        Assert.True(run.ExitCode == 0, run.StandardOutput + run.StandardError);
        string archive = Assert.Single(Directory.GetFiles(_home, "*.tar.gz"));
        await CliWrap.Cli.Wrap("tar").WithArguments(["-xzf", archive, "-C", _home]).ExecuteAsync(TestContext.Current.CancellationToken);
        return archive;
    }
}
