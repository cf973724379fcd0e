using System.Text;
using System.Text.Json.Nodes;
using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Sources.Recordings;

namespace CanaryJudge.Sources.Tests.Recordings;

/// <summary>Every rule of the format, each broken once in a recording that keeps all others.</summary>
public sealed class RecordingRuleTests
{
    private const string Whole = """
        {"format":"canaryjudge.io/recording/v1","id":"checkout/42","interval_seconds":60,"warmup":0,"horizon":60,"metrics":[
        {"name":"error_rate","kind":"ratio","direction":"increase","margin":{"absolute":0.005},"critical":true,
        "history":{"bad":[9,11],"total":[1002,1013]},"baseline":{"bad":[10,12],"total":[998,1003]},"canary":{"bad":[15,null],"total":[1001,1007]}},
        {"name":"cpu","kind":"series","direction":"either","margin":{"relative":0.1,"floor":0.01},"resource":true,
        "history":{"values":[]},"baseline":{"values":[0.4,null]},"canary":{"values":[0.43,-0.44]}},
        {"name":"latency","kind":"histogram","direction":"increase","margin":{"relative":0.1},"quantiles":[0.5,0.99],"bounds":[5,10],"history":{"counts":[]},
        "baseline":{"counts":[[7,2,9],[6,2,8]]},"canary":{"counts":[[6,2,9],null]}},
        {"name":"restarts","kind":"count","direction":"decrease","margin":{"absolute":0.001},"missing":"fail",
        "history":{"events":[],"exposure":[]},"baseline":{"events":[0,0],"exposure":[600,600]},"canary":{"events":[0,1],"exposure":[60,60]}}]}
        """;

    private static readonly CanaryPolicy Defaults = new() { Name = "", Metrics = [] };

    [Fact]
    public void Read_ARecordingOfEveryKind_GivesItsRulesAndWindows()
    {
        Recording recording = Read(Whole).Recording!;

        Assert.Equal(("checkout/42", "recording", TimeSpan.FromMinutes(1), 0, 60, 2), (recording.Id, recording.Policy.Name, recording.Policy.Interval, recording.Policy.WarmUp, recording.Policy.Horizon, recording.Policy.History));
        Assert.Equal(HorizonRule.Hold, recording.Policy.AtHorizon);
        Assert.Equal((Defaults.Judge, Defaults.Guarantee, 0.98, 0.5, (long?)null), (recording.Policy.Judge, recording.Policy.Guarantee, recording.Policy.Confidence, recording.Policy.FailShare, recording.StartMillis));
        Assert.Equal(["error_rate", "cpu", "latency", "restarts"], recording.Policy.Metrics.Select(metric => metric.Name));
        Assert.Equal([true, false, false, false], recording.Policy.Metrics.Select(metric => metric.Critical));
        Assert.Equal([Direction.Increase, Direction.Either, Direction.Increase, Direction.Decrease], recording.Policy.Metrics.Select(metric => metric.Direction));
        Assert.Equal((0.1, true, 0.01), (recording.Policy.Metrics[1].Margin.Value, recording.Policy.Metrics[1].Margin.IsRelative, recording.Policy.Metrics[1].Margin.Floor));
        Assert.Equal((true, MissingRule.Fail), (recording.Policy.Metrics[1].Resource, recording.Policy.Metrics[3].Missing));
        Assert.Equal([15, double.NaN], Assert.IsType<RatioWindows>(recording.Metrics[0].Canary).Bad);
        Assert.Equal([0.43, -0.44], Assert.IsType<SeriesWindows>(recording.Metrics[1].Canary).Values);
        HistogramWindows histogram = Assert.IsType<HistogramWindows>(recording.Metrics[2].Canary);
        Assert.Equal([6, 2, 9], histogram.ToRows()[0]!);
        Assert.Equal((true, false, 0), (histogram.IsPresent(0), histogram.IsPresent(1), recording.Metrics[2].History.Count));
        Assert.Equal([0, 1], Assert.IsType<CountWindows>(recording.Metrics[3].Canary).Events);
    }

    [Theory]
    // The rollout.
    [InlineData("format", "\"canaryjudge.io/recording/v2\"", "format", "The format is 'canaryjudge.io/recording/v2'.")]
    [InlineData("format", null, "format", "The field 'format' is missing.")]
    [InlineData("id", null, "id", "The field 'id' is missing.")]
    [InlineData("id", "\"\"", "id", "The id has 0 characters.")]
    [InlineData("id", "7", "id", "id is 7.")]
    [InlineData("interval_seconds", "0", "interval_seconds", "interval_seconds is 0.")]
    [InlineData("interval_seconds", "\"60\"", "interval_seconds", "interval_seconds is the text \"60\".")]
    [InlineData("interval_seconds", "1e999", "interval_seconds", "interval_seconds is 1e999.")]
    [InlineData("warmup", "-1", "warmup", "warmup is -1.")]
    [InlineData("warmup", "2.5", "warmup", "warmup is 2.5.")]
    [InlineData("warmup", "60", "warmup", "The warm-up of 60 windows leaves none before the horizon of 60.")]
    [InlineData("horizon", "100000", "horizon", "horizon is 100000.")]
    [InlineData("horizon", null, "horizon", "The field 'horizon' is missing.")]
    [InlineData("confidence", "1", "confidence", "confidence is 1.")]
    [InlineData("fail_share", "0", "fail_share", "fail_share is 0.")]
    [InlineData("judge", "\"guess\"", "judge", "'guess' is not known.")]
    [InlineData("at_horizon", "\"pause\"", "at_horizon", "'pause' is not known.")]
    [InlineData("guarantee", "\"loose\"", "guarantee", "'loose' is not known.")]
    [InlineData("start_millis", "1.5", "start_millis", "start_millis is 1.5.")]
    [InlineData("metrics", "[]", "metrics", "There are no metrics.")]
    [InlineData("metrics", "{}", "metrics", "metrics is an object.")]
    [InlineData("metrics", "[3]", "metrics[0]", "metrics[0] is 3.")]
    [InlineData("horizont", "60", "horizont", "The field 'horizont' is not known.")]
    // A metric.
    [InlineData("metrics[0].name", "\"cpu\"", "metrics[1].name", "cpu: The name is taken by another metric.")]
    [InlineData("metrics[0].name", null, "metrics[0].name", "The field 'name' is missing.")]
    [InlineData("metrics[0].name", "\"\"", "metrics[0].name", "The name has 0 characters.")]
    [InlineData("metrics[0].kind", "\"gauge\"", "metrics[0].kind", "error_rate: 'gauge' is not known.")]
    [InlineData("metrics[0].direction", "\"up\"", "metrics[0].direction", "error_rate: 'up' is not known.")]
    [InlineData("metrics[0].direction", null, "metrics[0].direction", "error_rate: The field 'direction' is missing.")]
    [InlineData("metrics[0].margin", "{}", "metrics[0].margin", "error_rate: The margin is neither absolute nor relative")]
    [InlineData("metrics[0].margin", "{\"absolute\":1,\"relative\":1}", "metrics[0].margin", "or both")]
    [InlineData("metrics[0].margin", "{\"absolute\":1,\"floor\":1}", "metrics[0].margin", "an absolute one with a floor")]
    [InlineData("metrics[0].margin", "{\"absolute\":0}", "metrics[0].margin.absolute", "error_rate: absolute is 0.")]
    [InlineData("metrics[0].margin", "{\"relative\":0.1,\"floor\":-1}", "metrics[0].margin.floor", "error_rate: floor is -1.")]
    [InlineData("metrics[0].margin", "0.5", "metrics[0].margin", "error_rate: margin is 0.5.")]
    [InlineData("metrics[0].critical", "\"yes\"", "metrics[0].critical", "error_rate: critical is the text \"yes\".")]
    [InlineData("metrics[0].missing", "\"pass\"", "metrics[0].missing", "error_rate: 'pass' is not known.")]
    [InlineData("metrics[0].resource", "true", "metrics[0].resource", "error_rate: It is no series, and only a series can be a resource.")]
    [InlineData("metrics[0].quantiles", "[0.5]", "metrics[0]", "error_rate: It is no histogram and has quantiles or bounds.")]
    [InlineData("metrics[0].margins", "{}", "metrics[0].margins", "error_rate: The field 'margins' is not known.")]
    [InlineData("metrics[0].canary", null, "metrics[0].canary", "error_rate: The field 'canary' is missing.")]
    [InlineData("metrics[0].queries", "[{\"role\":\"bad\",\"reading\":\"counter\"}]", "metrics[0].queries[0].text", "error_rate: The field 'text' is missing.")]
    [InlineData("metrics[0].faults", "[{\"kind\":\"gap\",\"side\":\"left\",\"detail\":\"\"}]", "metrics[0].faults[0].side", "error_rate: 'left' is not known.")]
    [InlineData("metrics[0].problems", "[{\"kind\":\"timeout\",\"message\":\"\",\"query\":3}]", "metrics[0].problems[0].query", "error_rate: query is 3.")]
    [InlineData("metrics[0].warnings", "[null]", "metrics[0].warnings[0]", "error_rate: warnings[0] is null.")]
    // The windows of a side.
    [InlineData("metrics[0].baseline.bad[1]", "-1", "metrics[0].baseline.bad[1]", "error_rate: bad[1] is -1, which is negative.")]
    [InlineData("metrics[0].baseline.bad[1]", "\"NaN\"", "metrics[0].baseline.bad[1]", "error_rate: bad[1] is the text \"NaN\", which is not a finite number.")]
    [InlineData("metrics[0].baseline.bad[1]", "1e999", "metrics[0].baseline.bad[1]", "error_rate: bad[1] is 1e999, which is not a finite number.")]
    [InlineData("metrics[0].baseline.bad[1]", "[1]", "metrics[0].baseline.bad[1]", "error_rate: bad[1] is a list, which is not a finite number.")]
    [InlineData("metrics[0].baseline.bad[1]", "2000", "metrics[0].baseline.bad[1]", "error_rate: bad[1] is 2000, above its total of 1003.")]
    [InlineData("metrics[0].history.bad[0]", "2000", "metrics[0].history.bad[0]", "error_rate: bad[0] is 2000, above its total of 1002.")]
    [InlineData("metrics[0].baseline.bad", "[1]", "metrics[0].baseline", "error_rate: 1 bad and 2 total; they part at index 1.")]
    [InlineData("metrics[0].baseline.total", null, "metrics[0].baseline.total", "error_rate: The field 'total' is missing.")]
    [InlineData("metrics[0].baseline.values", "[]", "metrics[0].baseline.values", "error_rate: A ratio has no values.")]
    [InlineData("metrics[0].baseline.good", "[]", "metrics[0].baseline.good", "error_rate: The field 'good' is not known.")]
    [InlineData("metrics[0].baseline", "[]", "metrics[0].baseline", "error_rate: baseline is a list.")]
    [InlineData("metrics[1].canary.values", "[1]", "metrics[1].canary", "cpu: the baseline has 2 windows and the canary 1; they part at index 1.")]
    [InlineData("metrics[1].canary.values", "3", "metrics[1].canary.values", "cpu: values is 3.")]
    [InlineData("metrics[2].bounds", "[10,10]", "metrics[2].bounds[1]", "latency: bounds[1] is 10, not above 10 before it.")]
    [InlineData("metrics[2].bounds[0]", "null", "metrics[2].bounds[0]", "latency: bounds[0] is null, which is not a finite number.")]
    [InlineData("metrics[2].bounds", null, "metrics[2].bounds", "latency: The field 'bounds' is missing.")]
    [InlineData("metrics[2].quantiles", "[0.9,0.5]", "metrics[2].quantiles[1]", "latency: quantiles[1] is 0.5, not above 0.9 before it.")]
    [InlineData("metrics[2].quantiles", "[1]", "metrics[2].quantiles[0]", "latency: quantiles[0] is 1.")]
    [InlineData("metrics[2].quantiles", "[]", "metrics[2].quantiles", "latency: It has no quantiles to judge.")]
    [InlineData("metrics[2].baseline.counts[1]", "[1,2]", "metrics[2].baseline.counts[1]", "latency: counts[1] has 2 counts; 2 bounds need 3, the last for what is above them.")]
    [InlineData("metrics[2].baseline.counts[1]", "[1,2,-3]", "metrics[2].baseline.counts[1][2]", "latency: counts[1][2] is -3, which is negative.")]
    [InlineData("metrics[2].baseline.counts[1]", "[1,2,null]", "metrics[2].baseline.counts[1][2]", "latency: counts[1][2] is null, which is not a finite number.")]
    [InlineData("metrics[2].baseline.counts[1]", "4", "metrics[2].baseline.counts[1]", "latency: counts[1] is 4.")]
    [InlineData("metrics[3].canary.exposure[0]", "-60", "metrics[3].canary.exposure[0]", "restarts: exposure[0] is -60, which is negative.")]
    [InlineData("metrics[3].canary.events", "[0]", "metrics[3].canary", "restarts: 1 events and 2 exposure; they part at index 1.")]
    [InlineData("metrics[3].history.events", "[0]", "metrics[3].history", "restarts: 1 events and 0 exposure; they part at index 0.")]
    public void Read_ABrokenRule_IsToldWithItsPlace(string place, string? json, string path, string message)
    {
        RecordingLine line = Read(Broken(place, json));
        Assert.Null(line.Recording);
        Violation violation = Assert.Single(line.Violations);
        Assert.Equal((path, 1), (violation.Path, violation.Line));
        Assert.Contains(message, violation.Message, StringComparison.Ordinal);
        Assert.NotEmpty(violation.Remedy);
        Assert.True(violation.Column > 0);
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("-Infinity")]
    public void Read_NaNThatIsNoJson_IsToldWithItsPlace(string word)
    {
        Violation violation = Assert.Single(Read(Whole.Replace("\"canary\":{\"bad\":[15,null]", $"\"canary\":{{\"bad\":[15,{word}]", StringComparison.Ordinal)).Violations);
        Assert.Equal(("metrics[0].canary.bad[1]", $"error_rate: metrics[0].canary.bad[1] is {word}, which is not a finite number."), (violation.Path, violation.Message));
    }

    [Theory]
    [InlineData("{\"format\":", "format", "The line is not JSON")]
    [InlineData("nonsense", "", "The line is not JSON: 'nonsense' stands where it cannot.")]
    [InlineData("[]", "", "is a list.")]
    [InlineData("{\"format\":\"canaryjudge.io/recording/v1\",\"format\":\"canaryjudge.io/recording/v1\"}", "format", "The field 'format' stands twice.")]
    [InlineData("{\"id\":\"\\ud800\"}", "id", "The text holds half a surrogate pair, which is no Unicode text.")]
    public void Read_WhatIsNoRecording_IsTold(string text, string path, string message)
    {
        Violation first = Read(text).Violations[0];
        Assert.Equal(path, first.Path);
        Assert.Contains(message, first.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SomethingAfterTheObject_IsRefused() => Assert.Contains("The line is not JSON", Assert.Single(Read(Whole + "{}").Violations).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_NotUtf8_IsRefused() =>
        Assert.Equal("The line is not UTF-8.", Assert.Single(Read([.. "{\"id\":\""u8, 0xff, .. "\"}"u8]).Violations).Message);

    [Theory]
    [InlineData("x-note")]
    [InlineData("metrics[0].x-note")]
    [InlineData("metrics[0].margin.x-note")]
    [InlineData("metrics[0].canary.x-note")]
    public void Read_AFieldThatBeginsWithX_IsPassedOver(string place) => Assert.Empty(Read(Broken(place, "{\"any\":[1,{\"thing\":null}]}")).Violations);

    [Theory]
    [InlineData("metrics[0].history")]
    [InlineData("metrics[0].critical")]
    public void Read_WithoutAnOptionalField_TakesItsDefault(string place)
    {
        Recording recording = Read(Broken(place, null)).Recording!;
        Assert.True(place.EndsWith("critical", StringComparison.Ordinal) ? !recording.Policy.Metrics[0].Critical : recording.Metrics[0].History.Count == 0);
    }

    [Fact]
    public void Read_AHistogramThatCountedNothing_NeedsNoBounds()
    {
        JsonNode recording = JsonNode.Parse(Whole)!;
        JsonNode latency = recording["metrics"]![2]!;
        latency["bounds"] = new JsonArray();
        latency["baseline"]!["counts"] = new JsonArray(null, null);
        latency["canary"]!["counts"] = new JsonArray(null, null);
        Assert.Empty(Read(recording.ToJsonString()).Violations);
    }

    [Fact]
    public void Read_CountsWithoutBounds_AreRefusedOnBothSides() => Assert.Equal(
        ["metrics[2].baseline.counts[0]: latency: counts[0] has 3 counts; there are no bounds.", "metrics[2].canary.counts[0]: latency: counts[0] has 3 counts; there are no bounds."],
        Read(Broken("metrics[2].bounds", "[]")).Violations.Select(violation => $"{violation.Path}: {violation.Message}"));

    [Fact]
    public void Read_MetricsWithOtherNumbersOfWindows_AreRefused()
    {
        JsonNode recording = JsonNode.Parse(Whole)!;
        foreach (string side in new[] { "baseline", "canary" }) recording["metrics"]![1]![side]!["values"] = new JsonArray(1, 2, 3);
        Assert.Equal("cpu: It has 3 windows and error_rate has 2.", Assert.Single(Read(recording.ToJsonString()).Violations).Message);
    }

    [Fact]
    public void Read_TheNameAfterTheWindows_IsInTheMessageAllTheSame()
    {
        JsonNode recording = JsonNode.Parse(Broken("metrics[0].baseline.bad[1]", "-1"))!;
        JsonObject metric = recording["metrics"]![0]!.AsObject();
        metric.Remove("name");
        metric["name"] = "last";
        Assert.Equal("last: bad[1] is -1, which is negative.", Assert.Single(Read(recording.ToJsonString()).Violations).Message);
    }

    [Fact]
    public void Read_ManyBrokenRules_AreToldAtOnceUpToABound()
    {
        string many = Broken("metrics[0].baseline.bad", "[" + string.Join(',', Enumerable.Repeat("-1", 50)) + "]");
        Assert.Equal(RecordingLimits.Violations, Read(many).Violations.Count);
        JsonNode two = JsonNode.Parse(Broken("warmup", "-1"))!;
        two["metrics"]![2]!["bounds"]![1] = 1;
        Assert.Equal(["warmup", "metrics[2].bounds[1]"], Read(two.ToJsonString()).Violations.Select(violation => violation.Path));
    }

    [Fact]
    public void Read_MoreEntriesThanAllowed_IsTold()
    {
        string long1 = Broken("metrics[1].baseline.values", "[" + string.Join(',', Enumerable.Repeat("1", RecordingLimits.Windows + 2)) + "]");
        Violation violation = Assert.Single(Read(long1).Violations, v => v.Path == "metrics[1].baseline.values");
        Assert.Equal("cpu: There are more than 10000 entries.", violation.Message);
        string long2 = Broken("metrics", "[" + string.Join(',', Enumerable.Repeat("{\"x-a\":[[1]]}", RecordingLimits.Metrics + 2)) + "]");
        Assert.Equal(RecordingLimits.Violations, Read(long2).Violations.Count);
    }

    private static RecordingLine Read(string text) => Read(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("")));

    private static RecordingLine Read(byte[] text) => Assert.Single(RecordingReader.ReadAsync(new MemoryStream(text), TestContext.Current.CancellationToken).ToBlockingEnumerable(TestContext.Current.CancellationToken));

    /// <summary>The whole recording with one place set to something else, or left out.</summary>
    private static string Broken(string place, string? json)
    {
        // A stand-in takes the place and is replaced in the text, so that what no JSON tree can hold (1e999) can be written.
        JsonNode recording = JsonNode.Parse(Whole)!;
        string[] steps = place.Replace("[", ".[", StringComparison.Ordinal).Split('.');
        JsonNode node = recording;
        foreach (string step in steps[..^1]) node = step[0] == '[' ? node[int.Parse(step[1..^1])]! : node[step]!;
        string last = steps[^1];
        if (last[0] == '[') node[int.Parse(last[1..^1])] = "STAND-IN";
        else if (json is null) node.AsObject().Remove(last);
        else node[last] = "STAND-IN";
        return recording.ToJsonString().Replace("\"STAND-IN\"", json ?? "", StringComparison.Ordinal);
    }
}
