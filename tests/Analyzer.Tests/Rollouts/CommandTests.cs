using CanaryJudge.Analyzer.Rollouts;
using CanaryJudge.Analyzer.Rollouts.Commands;
using Microsoft.Extensions.Configuration;

namespace CanaryJudge.Analyzer.Tests.Rollouts;

/// <summary>Programs that look at rollouts and change them.</summary>
public sealed class CommandTests : IDisposable
{
    private const string State = """{"revision": "v2", "baseline": "v1", "traffic": 0.25, "settled": true}""";

    private readonly string folder = Directory.CreateTempSubdirectory("canaryjudge-commands-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("exit 0", nameof(StepAnswer.Applied))]
    [InlineData("echo \"v3 is there\" >&2; exit 3", nameof(StepAnswer.PreconditionFailed))]
    [InlineData("exit 4", nameof(StepAnswer.Forbidden))]
    [InlineData("exit 1", nameof(StepAnswer.Unknown))]
    [InlineData("kill -9 $$", nameof(StepAnswer.Unknown))]
    public async Task ExitCode_SaysWhatCameOfAStep(string script, string answer)
    {
        IRollout rollout = Rollout(Script(script));

        StepOutcome outcome = await rollout.SendAsync(Step(rollout), Token);

        Assert.Equal(answer, outcome.Answer.ToString());
        if (outcome.Answer == StepAnswer.PreconditionFailed) Assert.Contains("v3 is there", outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Program_IsToldWhatToDoOnWhichCondition_AndNothingOfTheServicesOwn()
    {
        Environment.SetEnvironmentVariable("CANARYJUDGE_TOKEN_FILE", "/a/secret");
        string seen = Path.Combine(folder, "seen");
        IRollout rollout = Rollout(Script($"env | grep CANARYJUDGE_ | sort > {seen}; cat >> {seen}"));

        await rollout.SendAsync(Step(rollout), Token);
        Environment.SetEnvironmentVariable("CANARYJUDGE_TOKEN_FILE", null);

        Assert.Equal(
            [
                $"CANARYJUDGE_ACTION={Guid.Empty}", "CANARYJUDGE_BASELINE=v1", "CANARYJUDGE_BY=ann", $"CANARYJUDGE_IDEMPOTENCY_KEY={Guid.Empty}/rollback", "CANARYJUDGE_REASON=it's $(broken)",
                "CANARYJUDGE_REVISION=v2", "CANARYJUDGE_STEP=rollback", "CANARYJUDGE_TARGET=shop",
            ],
            await File.ReadAllLinesAsync(seen, Token));
    }

    [Fact]
    public async Task Arguments_AreGivenAsTheyAre_AndNoShellReadsThem()
    {
        string seen = Path.Combine(folder, "seen");
        IRollout rollout = Rollout(Script($"printf '%s\\n' \"$@\" > {seen}"), "a b", "$(touch x)", "*", "");

        await rollout.SendAsync(Step(rollout), Token);

        Assert.Equal(["a b", "$(touch x)", "*", ""], await File.ReadAllLinesAsync(seen, Token));
    }

    [Fact]
    public async Task ProgramThatTakesTooLong_IsEnded_AndNobodyKnowsWhatItDid()
    {
        IRollout rollout = Rollout(Script($"echo $$ > {folder}/pid; exec sleep 600"));
        using CancellationTokenSource limit = new();
        Task<StepOutcome> sent = rollout.SendAsync(Step(rollout), limit.Token);
        await ActingService.UntilAsync(() => Task.FromResult(File.Exists($"{folder}/pid") && File.ReadAllText($"{folder}/pid").Length > 0));
        await limit.CancelAsync();

        Assert.Equal(StepAnswer.Unknown, (await sent).Answer);
        string process = (await File.ReadAllTextAsync($"{folder}/pid", Token)).Trim();
        await ActingService.UntilAsync(() => Task.FromResult(!Directory.Exists($"/proc/{process}") || File.ReadAllText($"/proc/{process}/stat").Contains(") Z", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("""{"revision": "v2", "baseline": "v1", "traffic": 0.25}""", "settled")]
    [InlineData("""{"revision": "v2", "baseline": "v1", "traffic": 25, "settled": true}""", "not a share")]
    [InlineData("""{"revision": "v2", "baseline": "v1", "traffic": 0.25, "setled": true, "settled": true}""", "setled")]
    [InlineData("""{"revision": null, "baseline": "v1", "traffic": 0.25, "settled": true}""", "revision")]
    [InlineData("v2", "cannot be read")]
    [InlineData("", "cannot be read")]
    public async Task StateThatIsNone_IsAProblemThatSaysWhatToWrite(string told, string words)
    {
        RolloutReading reading = await RolloutOf(Script("exit 0"), Script($"cat <<'X'\n{told}\nX")).ObserveAsync(Token);

        Assert.Equal(RolloutProblemKind.Unreadable, reading.Problem!.Kind);
        Assert.Contains(words, reading.Problem.Message, StringComparison.Ordinal);
        Assert.Contains("docs/actions.md", reading.Problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_ThatFails_SaysWhatTheProgramSaid()
    {
        RolloutReading failed = await RolloutOf(Script("exit 0"), Script("echo 'no such deployment' >&2; exit 7")).ObserveAsync(Token);
        RolloutReading missing = await RolloutOf(Script("exit 0"), "/nowhere/observe").ObserveAsync(Token);
        RolloutReading endless = await RolloutOf(Script("exit 0"), Script("yes | head -c 1000000")).ObserveAsync(Token);

        Assert.Contains("ended with 7: no such deployment", failed.Problem!.Message, StringComparison.Ordinal);
        Assert.Equal(RolloutProblemKind.Missing, missing.Problem!.Kind);
        Assert.Contains("more than 65536 bytes", endless.Problem!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Rollback:0=rollback.sh", "write the program's whole path")]
    [InlineData("Rolback:0=/x", "has no key 'Rolback'")]
    [InlineData("ScaleDown:0=/x", "traffic goes back before anything is scaled down")]
    public void SettingThatIsWrong_IsNamed(string setting, string words)
    {
        List<string> faults = [];
        string[] parts = setting.Split('=');

        IRollout? rollout = new CommandRolloutKind().Create("shop", Section(new() { ["Observe:0"] = "/bin/true", [parts[0]] = parts[1] }), faults);

        Assert.Null(rollout);
        Assert.Contains(faults, fault => fault.Contains(words, StringComparison.Ordinal));
    }

    private static IConfigurationSection Section(Dictionary<string, string?> settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create("S:" + s.Key, s.Value))).Build().GetSection("S");

    private static RolloutStep Step(IRollout rollout)
    {
        RolloutAction action = new()
        {
            Id = Guid.Empty.ToString(),
            Target = "shop",
            Verb = RolloutVerb.Rollback,
            Revision = "v2",
            Baseline = "v1",
            By = "ann",
            IsByPolicy = false,
            Reason = "it's $(broken)",
            State = ActionState.Asked,
            Status = "",
            CreatedMillis = 0,
            Sequence = 1,
        };
        RolloutObservation now = Analyzer.Rollouts.Reported.ReportedState.Read(System.Text.Encoding.UTF8.GetBytes(State), "The test").Observation!;
        return Assert.IsType<NextMove.Send>(rollout.Next(now, action)).Step;
    }

    private string Script(string text)
    {
        string file = Path.Combine(folder, $"{Guid.NewGuid()}.sh");
        File.WriteAllText(file, "#!/bin/sh\n" + text + "\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return file;
    }

    private IRollout Rollout(string rollback, params string[] arguments) => RolloutOf(rollback, Script($"echo '{State}'"), arguments);

    private static IRollout RolloutOf(string rollback, string observe, params string[] arguments)
    {
        List<string> faults = [];
        Dictionary<string, string?> settings = new() { ["Observe:0"] = observe, ["Rollback:0"] = rollback };
        for (int k = 0; k < arguments.Length; k++) settings[$"Rollback:{k + 1}"] = arguments[k];
        IRollout? rollout = new CommandRolloutKind().Create("shop", Section(settings), faults);
        Assert.Empty(faults);
        return rollout!;
    }
}
