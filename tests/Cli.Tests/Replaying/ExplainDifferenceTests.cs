using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CanaryJudge.Cli.Tests.Fixtures;
using CanaryJudge.Judging;
using CanaryJudge.Judging.Explaining;
using CanaryJudge.Sources.Recordings;

namespace CanaryJudge.Cli.Tests.Replaying;

public sealed class ExplainDifferenceTests
{
    [Theory]
    [InlineData("sequential")]
    [InlineData("fixed")]
    [InlineData("threshold")]
    [InlineData("kayenta")]
    public async Task Replay_OfVerdictsOfThisVersion_SaysThatTheyAreTheSameToTheBit(string judge)
    {
        string lines = string.Join('\n', new[] { Rollouts.Line("good", 20, Rule(judge)), Rollouts.Line("broken", 600, Rule(judge)), Rollouts.Line("unclear", 28, Rule(judge)) }.Select(Recorded));

        InProcess.Result result = await InProcess.RunWithAsync(new() { Input = lines }, "replay", "-", "--explain-difference");

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.All(Objects(result), line =>
        {
            Assert.True(line.GetProperty("same").GetBoolean());
            Assert.Equal(line.GetProperty("version").GetString(), line.GetProperty("recorded").GetProperty("version").GetString());
            Assert.Equal(line.GetProperty("reason").GetString(), line.GetProperty("recorded").GetProperty("reason").GetString());
            Assert.Equal(JsonValueKind.Null, line.GetProperty("first_difference").ValueKind);
        });
    }

    [Fact]
    public async Task Replay_OfADoctoredRecording_NamesTheFirstNumberThatDiffersOldAndNew()
    {
        JsonObject recording = JsonNode.Parse(Recorded(Rollouts.Line("broken", 600, Rule("sequential"))))!.AsObject();
        JsonObject judged = recording["judged"]!.AsObject();
        JsonArray harm = judged["metrics"]![0]!["curves"]!["share.log_harm"]!.AsArray();
        double evidence = harm[2]!.GetValue<double>(), doctored = Math.BitIncrement(evidence);
        (harm[2], judged["version"], judged["verdict"], judged["interval"]) = (doctored, "0.0.9", "pause", 12);

        InProcess.Result result = await InProcess.RunWithAsync(new() { Input = recording.ToJsonString() }, "replay", "-", "--explain-difference");

        Assert.Equal((1, ""), (result.Code, result.Error));
        JsonElement line = Objects(result).Single();
        Assert.Equal(("rollback", 3, false), (line.GetProperty("verdict").GetString(), line.GetProperty("interval").GetInt32(), line.GetProperty("same").GetBoolean()));
        Assert.Equal(("0.0.9", "pause", 12), (line.GetProperty("recorded").GetProperty("version").GetString(), line.GetProperty("recorded").GetProperty("verdict").GetString(), line.GetProperty("recorded").GetProperty("interval").GetInt32()));
        Assert.Equal(
            $$"""{"window":2,"metric":"error_rate","number":"share.log_harm","recorded":"{{Shown(doctored)}}","now":"{{Shown(evidence)}}"}""",
            JsonSerializer.Serialize(line.GetProperty("first_difference")));
    }

    [Fact]
    public async Task Replay_OfADoctoredThreshold_IsNotLostBehindAnEarlierVerdict()
    {
        JsonObject recording = JsonNode.Parse(Recorded(Rollouts.Line("good", 20, Rule("sequential"))))!.AsObject();
        JsonObject judged = recording["judged"]!.AsObject();
        int interval = judged["interval"]!.GetValue<int>();
        judged["metrics"]![0]!["numbers"]!["share.safe_threshold"] = 1.5;
        judged["interval"] = interval - 1;

        InProcess.Result result = await InProcess.RunWithAsync(new() { Input = recording.ToJsonString() }, "replay", "-", "--explain-difference");

        JsonElement first = Objects(result).Single().GetProperty("first_difference");
        Assert.Equal((interval - 2, "share.safe_threshold", "1.5"), (first.GetProperty("window").GetInt32(), first.GetProperty("number").GetString(), first.GetProperty("recorded").GetString()));
    }

    [Fact]
    public async Task Replay_AsText_SaysTheSameForPeopleAndCounts()
    {
        JsonObject doctored = JsonNode.Parse(Recorded(Rollouts.Line("doctored", 600, Rule("fixed"))))!.AsObject();
        doctored["judged"]!["version"] = "0.0.9";
        doctored["judged"]!["metrics"]![0]!["numbers"]!["share.canary"] = 0.25;
        string lines = $"{Recorded(Rollouts.Good("good"))}\n{doctored.ToJsonString()}\n{Rollouts.Good("bare")}\n";

        InProcess.Result result = await InProcess.RunWithAsync(new() { Input = lines }, "replay", "-", "--explain-difference", "--output", "text");

        Assert.Equal(1, result.Code);
        string text = result.Out.Replace("\n  ", " ", StringComparison.Ordinal);
        Assert.Contains($"The same as version {JudgedVerdict.ThisVersion} recorded, to the bit.", text, StringComparison.Ordinal);
        Assert.Contains(
            $"Version 0.0.9 recorded rollback after 12 windows, this is {JudgedVerdict.ThisVersion}. The first difference is in window 11: error_rate share.canary was 0.25 and is 0.29995.",
            text,
            StringComparison.Ordinal);
        Assert.Contains("No verdict is recorded: there is nothing to compare with.", text, StringComparison.Ordinal);
        Assert.EndsWith("3 rollouts: 2 promote, 0 pause, 1 rollback\n1 as recorded, 1 different, 1 without a recorded verdict\n", result.Out, StringComparison.Ordinal);
        Assert.All(result.Out.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public async Task Replay_OfARecordingWithoutAVerdict_IsNotAsRecorded()
    {
        InProcess.Result result = await InProcess.RunWithAsync(new() { Input = Rollouts.Good("bare") }, "replay", "-", "--explain-difference");

        Assert.Equal((1, ""), (result.Code, result.Error));
        Assert.Equal(JsonValueKind.Null, Objects(result).Single().GetProperty("same").ValueKind);
        // Not asked for, it is neither compared nor an error.
        Assert.Equal(0, (await InProcess.RunWithAsync(new() { Input = Rollouts.Good("bare") }, "replay", "-")).Code);
    }

    [Theory]
    [InlineData("--policy", "p.yaml")]
    [InlineData("--judge", "fixed")]
    public async Task Replay_WithOtherRulesThanTheRecorded_ExplainsNothing(string option, string value)
    {
        InProcess.Result result = await InProcess.RunAsync("replay", "a.jsonl", "--explain-difference", option, value);

        Assert.Equal((2, ""), (result.Code, result.Out));
        Assert.Contains("--explain-difference judges by the recorded rules", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"interval\":3", "\"interval\":13", "The verdict is of window 13 and 12 windows are recorded.")]
    [InlineData("\"verdict\":\"rollback\"", "\"verdict\":\"maybe\"", "'maybe' is not known.")]
    [InlineData("\"share.low\":", "\"share.low\":\"wide\",\"share.other\":", "low is the text \"wide\".")]
    [InlineData("\"outcome\":\"fail\"", "\"result\":\"fail\"", "The field 'result' is not known.")]
    [InlineData("\"judged\":{\"version\"", "\"judged\":{\"x-note\":1,\"versio\"", "The field 'versio' is not known.")]
    public async Task ARecordedVerdict_ThatIsDamaged_IsTold(string what, string with, string message)
    {
        string recorded = Recorded(Rollouts.Line("a", 600, Rule("sequential")));
        Assert.Contains(what, recorded, StringComparison.Ordinal);

        InProcess.Result result = await InProcess.RunWithAsync(new() { Input = recorded.Replace(what, with, StringComparison.Ordinal) }, "replay", "-");

        Assert.Equal((1, ""), (result.Code, result.Out));
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    private static string Rule(string judge) => $"\"judge\":\"{judge}\",";

    private static string Shown(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The line as a live run would have written it: with the verdict of this version.</summary>
    private static string Recorded(string line)
    {
        RecordingLine read = RecordingReader.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(line))).ToBlockingEnumerable().Single();
        Recording recording = read.Recording!;
        var buffer = new ArrayBufferWriter<byte>();
        RecordingWriter.Write(buffer, recording with { Judged = JudgedVerdict.Of(recording.Policy, recording.Metrics, Judge.Evaluate(recording.Policy, recording.Metrics)) });
        return Encoding.UTF8.GetString(buffer.WrittenSpan).TrimEnd('\n');
    }

    private static IEnumerable<JsonElement> Objects(InProcess.Result result) => result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.Clone());
}
