namespace CanaryJudge.Judging.Tests.Policies;

/// <summary>Documents that are wrong in one way: the text, the path, a part of the message and of the remedy.</summary>
public static class BadPolicies
{
    private const string Head = "apiVersion: canaryjudge.io/v1\nkind: CanaryPolicy\nmetadata: {name: p}\n";

    public static TheoryData<string, string, string, string> All
    {
        get
        {
            var all = new TheoryData<string, string, string, string>();
            foreach ((string text, string path, string message, string remedy) in RefusedBySchema.Concat(RefusedByParserOnly)) all.Add(text, path, message, remedy);
            return all;
        }
    }

    /// <summary>What a JSON Schema can refuse too.</summary>
    public static IEnumerable<(string Text, string Path, string Message, string Remedy)> RefusedBySchema =>
    [
        ("[]", "", "a list of 0, not a map", "apiVersion"),
        ("just words", "", "\"just words\", not a map", "apiVersion"),
        ("kind: CanaryPolicy\nmetadata: {name: p}\nspec: {metrics: [{name: m, kind: series, margin: 1}]}", "apiVersion", "missing", "canaryjudge.io/v1"),
        ("apiVersion: canaryjudge.io/v1\nkind: CanaryPolicies\nmetadata: {name: p}\nspec: {metrics: [{name: m, kind: series, margin: 1}]}", "kind", "\"CanaryPolicies\"", "Did you mean CanaryPolicy?"),
        ("apiVersion: canaryjudge.io/v1\nkind: CanaryPolicy\nmetadata: p\nspec: {metrics: [{name: m, kind: series, margin: 1}]}", "metadata", "\"p\", not a map", "name: checkout"),
        ("apiVersion: canaryjudge.io/v1\nkind: CanaryPolicy\nmetadata: {name: 7}\nspec: {metrics: [{name: m, kind: series, margin: 1}]}", "metadata.name", "\"7\", not a text", "quotes: \"7\""),
        ("apiVersion: canaryjudge.io/v1\nkind: CanaryPolicy\nmetadata: {name: p, labels: {}}\nspec: {metrics: [{name: m, kind: series, margin: 1}]}", "metadata.labels", "not a key", "are name"),
        (Head, "spec", "missing", "metrics"),
        (Head + "spec:", "spec", "nothing, not a map", "metrics"),
        (Head + "spec: {}", "spec.metrics", "missing", "margin"),
        (Head + "spec: {metrics: []}", "spec.metrics", "0 metrics", "1 to 100"),
        (Head + "spec: {metrics: {a: 1}}", "spec.metrics", "a map with the key \"a\", not a list", "kind: ratio"),
        (Head + "spec: {metrics: [error_rate]}", "spec.metrics[0]", "\"error_rate\", not a map", "name: error_rate"),
        (OfSpec("interval: 60"), "spec.interval", "has no unit", "1s to 1h"),
        (OfSpec("interval: 1 minute"), "spec.interval", "no duration", "interval: 1m"),
        (OfSpec("interval: 1m1h"), "spec.interval", "no duration", "interval: 1m"),
        (OfSpec("interval: ''"), "spec.interval", "no duration", "interval: 1m"),
        (OfSpec("warmup: -1"), "spec.warmup", "\"-1\"", "0 to 10000"),
        (OfSpec("warmup: 2.5"), "spec.warmup", "\"2.5\"", "warmup: 3"),
        (OfSpec("warmup: null"), "spec.warmup", "nothing", "warmup: 3"),
        (OfSpec("horizon: 0, warmup: 0"), "spec.horizon", "\"0\"", "1 to 10000"),
        (OfSpec("horizon: 10001"), "spec.horizon", "\"10001\"", "1 to 10000"),
        (OfSpec("history: 99999999999999999999999"), "spec.history", "\"9999", "0 to 10000"),
        (OfSpec("history: many"), "spec.history", "\"many\"", "history: 30"),
        (OfSpec("judge: quick"), "spec.judge", "\"quick\"", "sequential"),
        (OfSpec("guarantee: loose"), "spec.guarantee", "\"loose\"", "strict"),
        (OfSpec("confidence: 0.5"), "spec.confidence", "\"0.5\"", "above 0.5 and below 1"),
        (OfSpec("confidence: '0.98'"), "spec.confidence", "not a number", "confidence: 0.98"),
        (OfSpec("failShare: 0"), "spec.failShare", "\"0\"", "above 0 and at most 1"),
        (OfSpec("failShare: 1.01"), "spec.failShare", "\"1.01\"", "above 0 and at most 1"),
        (OfSpec("failshare: 1"), "spec.failshare", "not a key", "Did you mean failShare?"),
        (OfMetric("kind: series, margin: 1"), "spec.metrics[0].name", "missing", "name: error_rate"),
        (OfMetric("name: 'a b', kind: series, margin: 1"), "spec.metrics[0].name", "\"a b\"", "letters"),
        (OfMetric("name: '', kind: series, margin: 1"), "spec.metrics[0].name", "\"\"", "letters"),
        (OfMetric("name: true, kind: series, margin: 1"), "spec.metrics[0].name", "\"true\", not a text", "\"true\""),
        (OfMetric("name: m, margin: 1"), "spec.metrics[0].kind", "missing", "kind: ratio"),
        (OfMetric("name: m, kind: hist, margin: 1"), "spec.metrics[0].kind", "\"hist\"", "histogram"),
        (OfMetric("name: m, kind: serie, margin: 1"), "spec.metrics[0].kind", "\"serie\"", "Did you mean series?"),
        (OfMetric("name: m, kind: series"), "spec.metrics[0].margin", "missing", "margin: 10%"),
        (OfMetric("name: m, kind: series, margin: 0"), "spec.metrics[0].margin", "\"0\"", "above 0"),
        (OfMetric("name: m, kind: series, margin: -1"), "spec.metrics[0].margin", "\"-1\"", "above 0"),
        (OfMetric("name: m, kind: series, margin: '0.1'"), "spec.metrics[0].margin", "in quotes, which is a text", "Remove the quotes"),
        (OfMetric("name: m, kind: series, margin: 0.5pp"), "spec.metrics[0].margin", "percentage points are for ratios", "10%"),
        (OfMetric("name: m, kind: series, margin: 10 percent"), "spec.metrics[0].margin", "\"10 percent\"", "10%"),
        (OfMetric("name: m, kind: series, margin: [1]"), "spec.metrics[0].margin", "a list of 1", "10%"),
        (OfMetric("name: m, kind: series, margin: {}"), "spec.metrics[0].margin.absolute", "neither", "{absolute: 0.5}"),
        (OfMetric("name: m, kind: series, margin: {absolute: 1, relative: 1}"), "spec.metrics[0].margin.absolute", "both", "Write one"),
        (OfMetric("name: m, kind: series, margin: {absolute: 1, floor: 1}"), "spec.metrics[0].margin.floor", "has a floor", "relative"),
        (OfMetric("name: m, kind: series, margin: {relative: 0}"), "spec.metrics[0].margin.relative", "\"0\"", "above 0"),
        (OfMetric("name: m, kind: series, margin: {relative: lots}"), "spec.metrics[0].margin.relative", "\"lots\"", "10% or 0.1"),
        (OfMetric("name: m, kind: series, margin: {relative: 0.1, floor: -1}"), "spec.metrics[0].margin.floor", "\"-1\"", "above 0"),
        (OfMetric("name: m, kind: series, margin: {relative: 0.1, flor: 1}"), "spec.metrics[0].margin.flor", "not a key", "floor"),
        (OfMetric("name: m, kind: ratio, margin: 1.5"), "spec.metrics[0].margin", "more than all events", "0.5pp"),
        (OfMetric("name: m, kind: series, margin: 1, direction: up"), "spec.metrics[0].direction", "\"up\"", "increase, decrease or either"),
        (OfMetric("name: m, kind: series, margin: 1, direction: Increase"), "spec.metrics[0].direction", "\"Increase\"", "Did you mean increase?"),
        (OfMetric("name: m, kind: series, margin: 1, critical: yes"), "spec.metrics[0].critical", "\"yes\", not true or false", "critical: true"),
        (OfMetric("name: m, kind: series, margin: 1, critical: 1"), "spec.metrics[0].critical", "\"1\"", "critical: true"),
        (OfMetric("name: m, kind: series, margin: 1, missing: pass"), "spec.metrics[0].missing", "\"pass\"", "hold or fail"),
        (OfMetric("name: m, kind: series, margin: 1, unit: 5"), "spec.metrics[0].unit", "\"5\", not a text", "\"5\""),
        (OfMetric($"name: m, kind: series, margin: 1, unit: {new string('u', 31)}"), "spec.metrics[0].unit", "more than 30", "Shorten"),
        (OfMetric("name: m, kind: series, margin: 1, marginn: 1"), "spec.metrics[0].marginn", "not a key of a series metric", "Did you mean margin?"),
        (OfMetric("name: m, kind: ratio, margin: 1pp, quantiles: [0.5]"), "spec.metrics[0].quantiles", "not a key of a ratio metric", "kind histogram"),
        (OfMetric("name: m, kind: count, margin: 1, resource: true"), "spec.metrics[0].resource", "not a key of a count metric", "kind series"),
        (OfMetric("name: m, kind: histogram, margin: 1, quantiles: []"), "spec.metrics[0].quantiles", "0 quantiles", "1 to 10"),
        (OfMetric("name: m, kind: histogram, margin: 1, quantiles: 0.5"), "spec.metrics[0].quantiles", "\"0.5\", not a list", "quantiles: ["),
        (OfMetric("name: m, kind: histogram, margin: 1, quantiles: [99]"), "spec.metrics[0].quantiles[0]", "\"99\"", "below 1"),
        (OfMetric("name: m, kind: ratio, margin: 1pp, total: x"), "spec.metrics[0].bad", "missing, but total is given", "leave both out"),
        (OfMetric("name: m, kind: count, margin: 1, events: x"), "spec.metrics[0].exposure", "missing, but events is given", "exposure: {gauge: up}"),
        (OfMetric("name: m, kind: count, margin: 1, events: x, exposure: up"), "spec.metrics[0].exposure", "does not say how it is read", "{gauge: up}"),
        (OfMetric("name: m, kind: count, margin: 1, events: x, exposure: {}"), "spec.metrics[0].exposure", "does not say how it is read", "exactly one of counter, gauge, query"),
        (OfMetric("name: m, kind: count, margin: 1, events: x, exposure: {gauge: up, counter: up}"), "spec.metrics[0].exposure", "has counter and gauge", "exactly one"),
        (OfMetric("name: m, kind: count, margin: 1, events: {gauge: x}, exposure: {gauge: up}"), "spec.metrics[0].events.gauge", "not a key of a query of counters", "counter, query"),
        (OfMetric("name: m, kind: series, margin: 1, gauge: x, rate: x"), "spec.metrics[0].rate", "gauge and rate", "Keep one"),
        (OfMetric("name: m, kind: series, margin: 1, gauge: ''"), "spec.metrics[0].gauge", "empty", "http_requests_total"),
        (OfMetric("name: m, kind: series, margin: 1, gauge: {query: x}"), "spec.metrics[0].gauge", "not a text", "gauge: "),
        (OfMetric("name: m, kind: histogram, margin: 1, buckets: {query: x}"), "spec.metrics[0].buckets", "not a text", "buckets: "),
        (OfMetric("name: m, kind: series, margin: 1, query: avg(x)"), "spec.metrics[0].query", "has no $scope", "{$scope}"),
    ];

    /// <summary>What only the parser knows.</summary>
    public static IEnumerable<(string Text, string Path, string Message, string Remedy)> RefusedByParserOnly =>
    [
        ("", "", "empty", "apiVersion"),
        ("# nothing\n", "", "empty", "apiVersion"),
        ("a: [1", "", "not YAML", "brackets"),
        ("a: \"x\\q\"", "", "not YAML", "syntax"),
        ("a: b: c", "", "not YAML", "syntax"),
        ("a:\n  - 1\n b: 2", "", "not YAML", "syntax"),
        ("? [a]\n: 1", "", "A key is a list or a map", "one word"),
        (Head + "spec: {metrics: [{name: m, kind: series, margin: 1}]}\n---\na: 1", "", "more than one document", "one policy a file"),
        ("kind: CanaryPolicy\nkind: CanaryPolicy", "kind", "given twice, first in line 1", "Keep one"),
        ("spec:\n  interval: &i 1m", "spec.interval", "anchor \"&i\"", "Remove it"),
        ("a: &x 1\nkind: *x", "kind", "alias \"*x\"", "Write the value out"),
        (OfSpec("interval: !!str 1m"), "spec.interval", "tag", "Remove it"),
        (OfSpec("interval: !mine 1m"), "spec.interval", "tag \"!mine\"", "Remove it"),
        (OfMetric("name: m, kind: series, margin: 1, unit: 'a\ud800b'"), "spec.metrics[0].unit", "half a surrogate pair", "Unicode"),
        (OfMetric("name: m, kind: series, margin: 1, unit: \"\\ud800\""), "", "not YAML", "syntax"),
        (OfSpec("interval: 500ms"), "spec.interval", "\"500ms\"", "1s to 1h"),
        (OfSpec("interval: 2h"), "spec.interval", "\"2h\"", "1s to 1h"),
        (OfSpec("interval: 999999999999y"), "spec.interval", "no duration", "1s to 1h"),
        (OfSpec("warmup: 90s"), "spec.warmup", "not a multiple of the interval of 1m", "multiple of 1m"),
        (OfSpec("horizon: 1y"), "spec.horizon", "\"1y\"", "10000"),
        (OfSpec("horizon: 3"), "spec.horizon", "warm-up of 3 windows leaves none", "Raise"),
        (OfSpec("warmup: 60"), "spec.warmup", "horizon of 60", "shorten"),
        (OfSpec("confidence: .nan"), "spec.confidence", "\".nan\"", "below 1"),
        (OfSpec("confidence: 0x1"), "spec.confidence", "\"0x1\"", "below 1"),
        (OfMetric("name: m, kind: series, margin: .inf"), "spec.metrics[0].margin", "\".inf\"", "above 0"),
        (OfMetric("name: m, kind: series, margin: .nan"), "spec.metrics[0].margin", "\".nan\"", "above 0"),
        (OfMetric("name: m, kind: series, margin: 1e999"), "spec.metrics[0].margin", "\"1e999\"", "above 0"),
        (OfMetric("name: m, kind: series, margin: 0%"), "spec.metrics[0].margin", "\"0%\"", "above 0"),
        (OfMetric("name: m, kind: ratio, margin: 101pp"), "spec.metrics[0].margin", "more than all events", "0.5pp"),
        (OfMetric("name: m, kind: series, margin: 1}, {name: m, kind: series, margin: 1"), "spec.metrics[1].name", "taken by the metric in line 4", "own name"),
        (OfMetric("name: m, kind: histogram, margin: 1, quantiles: [0.9, 0.5]"), "spec.metrics[0].quantiles[1]", "does not rise", "rising"),
        (OfMetric("name: m, kind: histogram, margin: 1, buckets: 'x_bucket{le=\"1\"}'"), "spec.metrics[0].buckets", "condition on le", "Leave"),
        (OfMetric("name: m, kind: ratio, margin: 1pp, bad: x, total: x"), "spec.metrics[0].bad", "ask for the same", "Narrow bad"),
        (OfMetric("name: m, kind: series, margin: 1, gauge: 'x[5m]'"), "spec.metrics[0].gauge", "A range follows", "query:"),
        (OfMetric("name: m, kind: series, margin: 1, gauge: 'x{$scope}'"), "spec.metrics[0].gauge", "$scope stands in a selector", "by themselves"),
        (OfMetric("name: m, kind: series, margin: 1, query: 'rate(x{$scope}[5m])'"), "spec.metrics[0].query", "longer than the window of 1m", "raise spec.interval to 5m"),
    ];

    private static string OfSpec(string spec) => PolicyText.Of("{name: m, kind: series, margin: 1}", spec);

    private static string OfMetric(string metric) => PolicyText.Of($"{{{metric}}}");
}
