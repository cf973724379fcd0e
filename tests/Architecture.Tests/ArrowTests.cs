namespace CanaryJudge.Architecture.Tests;

/// <summary>The arrows of the house: who may use whom. Nothing else may.</summary>
public sealed class ArrowTests
{
    public static TheoryData<string, string[], string[]> Rooms => new()
    {
        { "src/Statistics", [], ["MathNet.Numerics"] },
        { "src/Judging", ["CanaryJudge.Statistics"], ["YamlDotNet"] },
        { "src/Sources", ["CanaryJudge.Judging"], ["Polly.Core", "Polly.RateLimiting"] },
        { "src/Contracts", [], ["Google.Api.CommonProtos", "Google.Protobuf", "Grpc.Core.Api", "Grpc.Tools"] },
        { "src/Cli", ["CanaryJudge.Contracts", "CanaryJudge.Judging", "CanaryJudge.Samples.Workload", "CanaryJudge.Sources"], ["Grpc.Net.Client", "Spectre.Console", "System.CommandLine"] },
        { "samples/Workload", [], [] },
    };

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Room_References_AreOnlyTheArrowsOfTheHouse(string room, string[] projects, string[] packages)
    {
        string project = Assert.Single(Repository.Files(room, "*.csproj"));

        Assert.Empty(Repository.References(project, "ProjectReference").Except(projects, StringComparer.Ordinal));
        Assert.Empty(Repository.References(project, "PackageReference").Except(packages, StringComparer.Ordinal));
    }

    [Fact]
    public void Analyzer_ProjectReferences_AreSourcesJudgingAndContracts()
    {
        string project = Assert.Single(Repository.Files("src/Analyzer", "*.csproj"));

        Assert.Equal(["CanaryJudge.Contracts", "CanaryJudge.Judging", "CanaryJudge.Sources"], Repository.References(project, "ProjectReference"));
    }

    [Fact]
    public void WireTypes_OutsideGrpcAndCli_AreNotUsed()
    {
        IEnumerable<string> users = Repository.Files("src", "*.cs")
            .Where(f => File.ReadAllText(f).Contains("CanaryJudge.Contracts", StringComparison.Ordinal))
            .Select(Repository.Relative)
            .Where(f => !f.StartsWith("src/Analyzer/Grpc/", StringComparison.Ordinal) && !f.StartsWith("src/Cli/", StringComparison.Ordinal) && !f.StartsWith("src/Contracts/", StringComparison.Ordinal));

        Assert.Empty(users);
    }

    [Fact]
    public void Solution_Projects_AreAllListed()
    {
        string solution = File.ReadAllText(Path.Combine(Repository.Root, "CanaryJudge.sln"));
        IEnumerable<string> unlisted = new[] { "src", "tests", "samples", "benchmarks" }
            .Where(f => Directory.Exists(Path.Combine(Repository.Root, f)))
            .SelectMany(f => Repository.Files(f, "*.csproj"))
            .Select(Repository.Relative)
            .Where(p => !solution.Contains(p.Replace('/', '\\'), StringComparison.Ordinal));

        Assert.Empty(unlisted);
    }
}
