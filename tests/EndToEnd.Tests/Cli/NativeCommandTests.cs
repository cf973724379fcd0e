using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using CanaryJudge.TestKit;
using CliWrap;
using CliWrap.Buffered;

namespace CanaryJudge.EndToEnd.Tests.Cli;

/// <summary>The native command says what the one on .NET says, to the byte.</summary>
public sealed class NativeCommandTests(NativeCommand native) : IClassFixture<NativeCommand>
{
    private static readonly string Root = ServerPrograms.RepositoryRoot()!;

    public static TheoryData<string> Commands =>
    [
        "--help",
        "policy check samples/policies/checkout.yaml --output json",
        "policy show samples/policies/checkout.yaml",
        "policy schema",
        "policy reference",
        "replay tests/fixtures/recordings/rollouts.jsonl.gz",
        "replay tests/fixtures/recordings/rollouts.jsonl.gz --output json",
        "plan --help",
        "judge --policy nowhere.yaml",
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task NativeCommand_SaysTheSame(string line)
    {
        string[] arguments = line.Split(' ');
        string program = await native.ProgramAsync();

        BufferedCommandResult ours = await RunAsync(program, arguments), usual = await RunAsync("dotnet", [CliProcess.Program, .. arguments]);

        Assert.Equal((usual.ExitCode, usual.StandardOutput, usual.StandardError), (ours.ExitCode, ours.StandardOutput, ours.StandardError));
        Assert.True(ours.StandardOutput.Length + ours.StandardError.Length > 0);
    }

    [Fact]
    public async Task Compare_OfTwoFiles_HasTheSameBits()
    {
        string program = await native.ProgramAsync();
        string folder = Directory.CreateTempSubdirectory("canaryjudge-native-").FullName;
        Random random = new(7);
        foreach (string side in new[] { "a", "b" }) await File.WriteAllLinesAsync(Path.Combine(folder, side), Enumerable.Range(0, 300).Select(_ => random.NextDouble().ToString("R", System.Globalization.CultureInfo.InvariantCulture)), TestContext.Current.CancellationToken);
        string[] arguments = ["compare", Path.Combine(folder, "a"), Path.Combine(folder, "b"), "--output", "json"];

        BufferedCommandResult ours = await RunAsync(program, arguments), usual = await RunAsync("dotnet", [CliProcess.Program, .. arguments]);
        Directory.Delete(folder, recursive: true);

        Assert.Equal((usual.ExitCode, usual.StandardOutput), (ours.ExitCode, ours.StandardOutput));
        Assert.Contains("\"p\"", ours.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_NamesTheCommit() =>
        Assert.Matches(@"^\d+\.\d+\.\d+\+[0-9a-f]{40}\n$", (await RunAsync(await native.ProgramAsync(), ["--version"])).StandardOutput);

    [Fact]
    public async Task Archive_HoldsTheProgramAndItsLicence_AndMatchesItsSum()
    {
        string archive = await native.ArchiveAsync();
        List<string> names = [];
        await using (GZipStream file = new(File.OpenRead(archive), CompressionMode.Decompress))
        await using (TarReader reader = new(file))
        {
            while (await reader.GetNextEntryAsync(cancellationToken: TestContext.Current.CancellationToken) is { } entry) names.Add(entry.Name);
        }

        string sum = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(archive, TestContext.Current.CancellationToken)));
        Assert.Equal(["LICENSE", "canaryjudge"], names.Order(StringComparer.Ordinal));
        Assert.Equal($"{sum}  {Path.GetFileName(archive)}", (await File.ReadAllTextAsync(archive + ".sha256", TestContext.Current.CancellationToken)).Trim());
    }

    private static async Task<BufferedCommandResult> RunAsync(string program, string[] arguments) =>
        await CliWrap.Cli.Wrap(program).WithArguments(arguments).WithWorkingDirectory(Root).WithEnvironmentVariables(e => e.Set("NO_COLOR", "1")).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
}
