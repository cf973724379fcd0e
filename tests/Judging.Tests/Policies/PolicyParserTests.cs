using System.Diagnostics;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Tests.Policies;

public sealed class PolicyParserTests
{
    public static TheoryData<string> PolicyFiles => [.. Samples.PolicyFiles()];

    [Theory]
    [MemberData(nameof(PolicyFiles))]
    public void ShippedPolicy_ParsesClean(string file) => Good(File.ReadAllText(file));

    [Fact]
    public void Checkout_HasEveryKindWithItsQueries()
    {
        CanaryPolicy policy = Good(Samples.Checkout());

        Assert.Equal("checkout", policy.Name);
        Assert.Equal((TimeSpan.FromMinutes(1), 3, 60, 30, JudgeRule.Sequential, 0.98, 0.5), (policy.Interval, policy.WarmUp, policy.Horizon, policy.History, policy.Judge, policy.Confidence, policy.FailShare));
        Assert.Equal(["error_rate", "latency", "cpu", "memory", "throughput", "restarts"], policy.Metrics.Select(metric => metric.Name));
        MetricPolicy errors = policy.Metrics[0];
        Assert.Equal((MetricKind.Ratio, Direction.Increase, Margin.Absolute(0.005), true, MissingRule.Hold), (errors.Kind, errors.Direction, errors.Margin, errors.Critical, errors.Missing));
        Assert.Equal([new(TermRole.Bad, TermReading.Counter, "http_requests_total{code=~\"5..\"}"), new QueryTerm(TermRole.Total, TermReading.Counter, "http_requests_total")], errors.Terms);
        Assert.Equal(Margin.Relative(0.1, 0.005), policy.Metrics[1].Margin);
        Assert.Equal([0.5, 0.99], policy.Metrics[1].Quantiles);
        Assert.Equal([new QueryTerm(TermRole.Values, TermReading.Gauge, "process_resident_memory_bytes")], policy.Metrics[3].Terms);
        Assert.True(policy.Metrics[3].Resource);
        Assert.Equal([new(TermRole.Events, TermReading.Counter, "process_restarts_total"), new QueryTerm(TermRole.Exposure, TermReading.Integral, "up")], policy.Metrics[5].Terms);
    }

    [Fact]
    public void LeastPolicy_HasTheDefaultsOfTheRecords()
    {
        CanaryPolicy policy = Good(PolicyText.Of("{name: m, kind: histogram, margin: 10%}"));

        PolicyAssert.Same(
            new CanaryPolicy { Name = "p", Metrics = [new MetricPolicy { Name = "m", Kind = MetricKind.Histogram, Margin = Margin.Relative(0.1), Quantiles = [0.5, 0.99] }] },
            policy);
    }

    [Fact]
    public void Json_WithTabsAndEscapes_IsReadAsYaml()
    {
        const string json = """
            {
            	"apiVersion": "canaryjudge.io/v1", "kind": "CanaryPolicy", "metadata": {"name": "p"},
            	"spec": {"interval": "30s", "metrics": [{"name": "m", "kind": "series", "margin": 1E-3, "unit": "\u00b5s \/ \ud83d\ude00",
            		"query": "avg(x{$scope,path=\"\/a\"})"}]}
            }
            """;

        MetricPolicy metric = Good(json).Metrics[0];

        Assert.Equal(("µs / 😀", "avg(x{$scope,path=\"/a\"})", Margin.Absolute(0.001)), (metric.Unit, metric.Terms[0].Text, metric.Margin));
    }

    [Theory]
    [InlineData("ratio", "0.5pp", 0.005, false, 0)]
    [InlineData("ratio", "0.1 pp", 0.001, false, 0)]
    [InlineData("ratio", "10%", 0.1, true, 0)]
    [InlineData("ratio", "0.3", 0.3, false, 0)]
    [InlineData("ratio", "{absolute: 2pp}", 0.02, false, 0)]
    [InlineData("ratio", "{relative: 0.25, floor: 0.1pp}", 0.25, true, 0.001)]
    [InlineData("series", "250%", 2.5, true, 0)]
    [InlineData("series", "1e-9", 1e-9, false, 0)]
    [InlineData("series", "+5", 5, false, 0)]
    [InlineData("count", "{relative: 10 %, floor: 0}", 0.1, true, 0)]
    [InlineData("histogram", "{absolute: 12}", 12, false, 0)]
    public void Margin_InEachForm_IsTheSameNumberToTheBit(string kind, string margin, double value, bool isRelative, double floor)
    {
        Margin read = Good(PolicyText.Of($"{{name: m, kind: {kind}, margin: {margin}}}")).Metrics[0].Margin;

        Assert.Equal((value, isRelative, floor), (read.Value, read.IsRelative, read.Floor));
    }

    [Theory]
    [InlineData("interval: 30s, warmup: 90s, horizon: 1h, history: 15m", 3, 120, 30)]
    [InlineData("interval: 1m30s, warmup: 0, horizon: 2, history: 0s", 0, 2, 0)]
    public void Windows_AsDurations_AreCounted(string spec, int warmUp, int horizon, int history)
    {
        CanaryPolicy policy = Good(PolicyText.Of("{name: m, kind: count, margin: 1}", spec));

        Assert.Equal((warmUp, horizon, history), (policy.WarmUp, policy.Horizon, policy.History));
    }

    [Fact]
    public void EveryProblem_IsToldAtOnceInOrder()
    {
        const string text = """
            apiVersion: canaryjudge.io/v2
            kind: CanaryPolicy
            metadata: {name: "check out"}
            spec:
              intervall: 1m
              warmup: 90
              confidence: 1
              metrics:
                - name: errors
                  kind: ratio
                  bad: http_requests_total[5m]
                  margin: 0.5pp
                - name: errors
                  kind: histogram
                  quantiles: [0.5, 0.5, 1]
                  margin: 1pp
                  direction: up
            """;

        IReadOnlyList<Violation> violations = PolicyParser.Parse(text).Violations;

        Assert.Equal(
            [
                (1, 13, "apiVersion"), (3, 18, "metadata.name"), (5, 3, "spec.intervall"), (6, 11, "spec.warmup"), (7, 15, "spec.confidence"),
                (9, 7, "spec.metrics[0].total"), (11, 12, "spec.metrics[0].bad"), (13, 13, "spec.metrics[1].name"), (15, 24, "spec.metrics[1].quantiles[1]"),
                (15, 29, "spec.metrics[1].quantiles[2]"), (16, 15, "spec.metrics[1].margin"), (17, 18, "spec.metrics[1].direction"),
            ],
            violations.Select(violation => (violation.Line, violation.Column, violation.Path)));
        Assert.All(violations, violation => Assert.NotEmpty(violation.Remedy));
        Assert.Contains("Did you mean interval?", violations[2].Remedy);
    }

    [Theory]
    [MemberData(nameof(BadPolicies.All), MemberType = typeof(BadPolicies))]
    public void BadPolicy_IsNamedWithValueAndRemedy(string text, string path, string message, string remedy)
    {
        PolicyResult result = PolicyParser.Parse(text);

        Assert.Null(result.Policy);
        Violation violation = Assert.Single(result.Violations, found => found.Path == path && found.Message.Contains(message));
        Assert.Contains(remedy, violation.Remedy);
        Assert.True(violation.Line > 0 && violation.Column > 0, violation.ToString());
    }

    [Fact]
    public void Document_AboveTheSizeBound_IsRefusedWithTheBound()
    {
        string atBound = Samples.Checkout() + "#" + new string('x', PolicyLimits.DocumentBytes - Samples.Checkout().Length - 1);

        Good(atBound);
        Violation violation = Assert.Single(PolicyParser.Parse(atBound + "x").Violations);
        Assert.Contains("262145 bytes, above the bound of 262144", violation.Message);
    }

    [Fact]
    public void Metrics_AboveTheBound_AreRefusedWithTheBound()
    {
        string metrics = string.Join(", ", Enumerable.Range(0, 101).Select(k => $"{{name: m{k}, kind: series, margin: 1}}"));

        Violation violation = Assert.Single(PolicyParser.Parse(PolicyText.Of(metrics)).Violations);
        Assert.Equal(("spec.metrics", "There are 101 metrics."), (violation.Path, violation.Message));
        Assert.Contains("1 to 100", violation.Remedy);
    }

    [Fact]
    public void Problems_AboveTheBound_EndWithTheirNumber()
    {
        string text = string.Concat(Enumerable.Range(0, 300).Select(k => $"key{k}: 1\n"));

        IReadOnlyList<Violation> violations = PolicyParser.Parse(text).Violations;

        Assert.Equal(PolicyLimits.Violations, violations.Count);
        Assert.Contains("more problems", violations[^1].Message);
    }

    [Fact]
    public void ControlCharacters_InAValue_AreMadeVisible()
    {
        Violation violation = Assert.Single(PolicyParser.Parse(PolicyText.Of("{name: \"a\\e[31m\\u202Eb\", kind: series, margin: 1}")).Violations);

        Assert.Contains("a\\u001b[31m\\u202eb", violation.Message);
    }

    public static TheoryData<string, string> Bombs => new()
    {
        { "nested lists", new string('[', 200_000) },
        { "nested maps", string.Concat(Enumerable.Repeat("{a: ", 50_000)) },
        { "nested blocks", string.Concat(Enumerable.Repeat("- ", 100_000)) },
        { "aliases", "a: &a [x,x,x,x]\nb: &b [*a,*a,*a]\nc: &c [*b,*b,*b]\nd: [*c,*c,*c]\n" },
        { "anchors", string.Concat(Enumerable.Range(0, 15_000).Select(k => $"- &a{k} x\n")) },
        { "keys", string.Concat(Enumerable.Range(0, 15_000).Select(k => $"key{k}: 1\n")) },
        { "open string", "a: \"" + new string('x', 200_000) },
        { "folded", "a: >\n" + string.Concat(Enumerable.Repeat("  x\n\n", 40_000)) },
        { "colons", new string(':', 200_000) },
        { "ranges", PolicyText.Of($"{{name: m, kind: series, margin: 1, query: '{new string('[', 200_000)}'}}") },
        { "brackets", PolicyText.Of($"{{name: m, kind: series, margin: 1, query: '{new string('(', 200_000)}'}}") },
        { "matchers", PolicyText.Of($"{{name: m, kind: series, margin: 1, gauge: '{{{string.Concat(Enumerable.Repeat("a=~\"(((a{99}){99}){99}){99}|.*b.*c\",", 900))}}}'}}") },
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public void Bomb_IsRefusedInBoundedTime(string name, string text)
    {
        var watch = Stopwatch.StartNew();
        PolicyResult result = PolicyParser.Parse(text);

        Assert.NotEmpty(result.Violations);
        // Each takes under 1.5 s on one slow core; a quadratic reading would take minutes.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{name} took {watch.Elapsed}");
    }

    private static CanaryPolicy Good(string text)
    {
        PolicyResult result = PolicyParser.Parse(text);
        Assert.Empty(result.Violations);
        return Assert.IsType<CanaryPolicy>(result.Policy);
    }
}
