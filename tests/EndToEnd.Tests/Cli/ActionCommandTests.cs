using System.Text.Json;
using CanaryJudge.EndToEnd.Tests.Analyzer;
using CanaryJudge.TestKit;

namespace CanaryJudge.EndToEnd.Tests.Cli;

/// <summary>The commands that act, against the service as a process and a rollout that programs change.</summary>
public sealed class ActionCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("canaryjudge-cluster-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task PersonInCharge_LooksTriesDryRollsBackAndReadsTheRecord()
    {
        await using AnalyzerProcess analyzer = await StartAsync();
        string[] server = ["--server", analyzer.GrpcAddress], who = ["--by", "ann", "--reason", "carts are broken", .. server];

        CliResult targets = await CliProcess.RunAsync(["targets", "--observe", .. server]);
        CliResult dry = await CliProcess.RunAsync(["rollback", "shop", "--dry-run", .. who]);
        CliResult other = await CliProcess.RunAsync(["rollback", "shop", "--revision", "r9", .. who]);
        CliResult rolled = await CliProcess.RunAsync(["rollback", "shop", .. who]);
        CliResult promoted = await CliProcess.RunAsync(["promote", "shop", .. who]);
        CliResult actions = await CliProcess.RunAsync(["actions", "--target", "shop", "--output", "json", .. server]);

        Assert.Equal(0, targets.Code);
        Assert.Matches("shop +command +act +on +r1 +50% +-?", targets.Out);
        Assert.Equal((0, ""), (dry.Code, dry.Error));
        foreach (string words in (string[])["run /", "CANARYJUDGE_REVISION = r1", "execute program", "Nothing was changed."]) Assert.Contains(words, dry.Out, StringComparison.Ordinal);
        Assert.Equal((1, ""), (other.Code, other.Out));
        Assert.Contains("rolls out r1, not r9", other.Error, StringComparison.Ordinal);
        Assert.Equal((0, ""), (rolled.Code, rolled.Error));
        foreach (string words in (string[])["rollback of shop, revision r1, baseline r0", "step 1 rollback: applied", "step 2 scale-down: applied", "DONE  The canary has no traffic"]) Assert.Contains(words, rolled.Out, StringComparison.Ordinal);
        Assert.Equal(1, promoted.Code);
        Assert.Contains("was rolled back before", promoted.Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(actions.Out);
        Assert.Equal(["refused", "done"], json.RootElement.GetProperty("actions").EnumerateArray().Select(a => a.GetProperty("ending").GetString()));
        string id = json.RootElement.GetProperty("actions")[1].GetProperty("id").GetString()!;
        CliResult shown = await CliProcess.RunAsync(["action", id, .. server]);
        Assert.Contains("only if", shown.Out, StringComparison.Ordinal);
        Assert.Equal(["rollback r1", "scale-down r1"], File.ReadAllLines(Path.Combine(folder, "journal")).Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]));
    }

    [Fact]
    public async Task Switch_HoldsAnActionBack_UntilItIsOnOrTheActionIsStopped()
    {
        await using AnalyzerProcess analyzer = await StartAsync();
        string[] who = ["--by", "ann", "--server", analyzer.GrpcAddress];

        CliResult off = await CliProcess.RunAsync(["switch", "off", "--reason", "the metrics are wrong", .. who]);
        CliResult dry = await CliProcess.RunAsync(["hold", "shop", "--reason", "wait", "--dry-run", .. who]);
        CliResult held = await CliProcess.RunAsync(["hold", "shop", "--reason", "wait", "--at-most", "3s", "--output", "json", .. who]);
        using JsonDocument action = JsonDocument.Parse(held.Out);
        CliResult stopped = await CliProcess.RunAsync(["stop", action.RootElement.GetProperty("id").GetString()!, "--reason", "never mind", .. who]);
        CliResult on = await CliProcess.RunAsync(["switch", "on", "shop", "--reason", "they are right", .. who]);

        Assert.Equal(0, off.Code);
        Assert.Contains("every target: nobody may act", off.Out, StringComparison.Ordinal);
        Assert.Equal(3, dry.Code);
        Assert.Equal((3, "paused"), (held.Code, action.RootElement.GetProperty("state").GetString()));
        Assert.Contains("it goes on", held.Error, StringComparison.Ordinal);
        Assert.StartsWith("CANCELLED  ann stopped it: never mind", stopped.Out, StringComparison.Ordinal);
        Assert.Contains("shop: verdicts and people may act", on.Out, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder, "journal")));
    }

    private async Task<AnalyzerProcess> StartAsync()
    {
        File.WriteAllText(Path.Combine(folder, "state"), "revision=r1\nbaseline=r0\ntraffic=0.5\nrunning=true\nheld=false\n");
        string program = Path.Combine(ServerPrograms.RepositoryRoot()!, "tests", "Analyzer.Tests", "Rollouts", "cluster.sh");
        IEnumerable<string> commands = new[] { ("Observe", "observe"), ("Rollback", "rollback"), ("ScaleDown", "scale-down"), ("Promote", "promote"), ("Hold", "hold") }
            .SelectMany(command => new[] { program, folder, command.Item2 }.Select((argument, k) => $"--Rollouts:Targets:shop:Settings:{command.Item1}:{k}={argument}"));
        return await AnalyzerProcess.StartAsync(["--Rollouts:Targets:shop:Kind=command", "--Rollouts:Targets:shop:Mode=Act", "--Rollouts:Poll=00:00:00.2", .. commands]);
    }
}
