using System.Text;
using CanaryJudge.Analyzer.Grpc;
using CanaryJudge.Analyzer.Grpc.Json;
using CanaryJudge.Contracts.V1;
using CsCheck;
using Google.Protobuf;

namespace CanaryJudge.Analyzer.Tests.Grpc;

/// <summary>JSON against the contract: whatever is right passes, whatever is not is named.</summary>
public sealed class JsonShapeTests
{
    [Theory]
    [InlineData("""{"policy": {"text": "a", "name": "b"}}""", "policy.name")]
    [InlineData("""{"policy": {"text": "a"}, "policy": {"text": "b"}}""", "policy")]
    [InlineData("""{"baseline": {"matchers": [{"operator": "EQUAL"}]}}""", "baseline.matchers[0].operator")]
    [InlineData("""{"baseline": {"matchers": [{"operator": 9}]}}""", "baseline.matchers[0].operator")]
    [InlineData("""{"baseline": {"matchers": {}}}""", "baseline.matchers")]
    [InlineData("""{"baseline": {"matchers": [null]}}""", "baseline.matchers[0]")]
    [InlineData("""{"baseline": []}""", "baseline")]
    [InlineData("""{"source": 1}""", "source")]
    [InlineData("""{"range": {"from": "yesterday"}}""", "range.from")]
    [InlineData("""{"since": "-"}""", "since")]
    [InlineData("""{"since": 1800}""", "since")]
    [InlineData("""{"policy": {"inline": {"warmUp": 1.5}}}""", "policy.inline.warm_up")]
    [InlineData("""{"policy": {"inline": {"warmUp": 99999999999}}}""", "policy.inline.warm_up")]
    [InlineData("""{"policy": {"inline": {"confidence": "NaN"}}}""", "policy.inline.confidence")]
    [InlineData("""{"policy": {"inline": {"confidence": 1e999}}}""", "policy.inline.confidence")]
    [InlineData("""{"policy": {"inline": {"metrics": [{"critical": "yes"}]}}}""", "policy.inline.metrics[0].critical")]
    [InlineData("""{"policy": {"inline": {"metrics": [{}, {"histogram": {"quantiles": [0.5, true]}}]}}}""", "policy.inline.metrics[1].histogram.quantiles[1]")]
    [InlineData("""{"policy": {"inline": {"metrics": [{"histogram": {"quantiles": ["Infinity", "nan", "NaN"]}}]}}}""", "policy.inline.metrics[0].histogram.quantiles[0]", "policy.inline.metrics[0].histogram.quantiles[1]")]
    [InlineData("""{"policy": {"inline": {"kayenta": {"weights": [60]}}}}""", "policy.inline.kayenta.weights")]
    [InlineData("""{"policy": {"inline": {"kayenta": {"weights": {"errors": "60"}}}}}""", "policy.inline.kayenta.weights.errors")]
    [InlineData("""{"policy": {"inline": {"kayenta": {"weights": {"errors": null}}}}}""", "policy.inline.kayenta.weights.errors")]
    [InlineData("""{"policy": {"inline": {"kayenta": {"weights": {"errors": 60, "errors": 40}}}}}""", "policy.inline.kayenta.weights.errors")]
    public void Json_ThatIsNotTheMessage_IsNamedByItsPath(string json, params string[] paths)
    {
        Assert.Equal(paths, Check(json));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"policy": null, "since": "1800s", "source": ""}""")]
    [InlineData("""{"since": "0.5s"}""")]
    [InlineData("""{"range": {"from": "2026-01-31T10:00:00Z", "to": "2026-01-31T11:00:00.5+01:00"}}""")]
    [InlineData("""{"policy": {"inline": {"warm_up": 3}}}""")]
    [InlineData("""{"baseline": {"matchers": [{"label": "v", "operator": 1}]}}""")]
    [InlineData("""{"policy": {"inline": {"kayenta": {"weights": {"errors": 60, "Errors": 4e1}, "pass": 90}}}}""")]
    [InlineData("""{"policy": {"inline": {"kayenta": {"weights": null}}}}""")]
    public void Json_ThatIsTheMessage_HasNoFault(string json)
    {
        Assert.Empty(Check(json));
    }

    [Fact]
    public void Json_WrittenFromAMessage_HasNoFault()
    {
        Assert.Empty(Check(JsonFormatter.Default.Format(new JudgeRequest(Requests.Judge()) { Policy = new PolicyChoice { Inline = Requests.InlinePolicy() } })));
    }

    [Fact]
    public void Json_OfAnyBytes_NeverThrows()
    {
        string whole = JsonFormatter.Default.Format(new JudgeRequest(Requests.Judge()) { Policy = new PolicyChoice { Inline = Requests.InlinePolicy() } });
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Array[1, 4].Sample(changes =>
        {
            byte[] json = Encoding.UTF8.GetBytes(whole);
            foreach ((int at, byte value) in changes) json[at] = value;
            JsonShape.Check(json, JudgeRequest.Descriptor, new Refusals());
        });
    }

    private static IEnumerable<string> Check(string json)
    {
        Refusals refusals = new();
        JsonShape.Check(Encoding.UTF8.GetBytes(json), JudgeRequest.Descriptor, refusals);
        return refusals.All.Select(v => v.Path);
    }
}
