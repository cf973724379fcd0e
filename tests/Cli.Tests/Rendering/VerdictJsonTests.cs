using System.Text.Json;
using CanaryJudge.Cli.Rendering;
using CanaryJudge.Cli.Tests.Fixtures;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Policies;
using CsCheck;

namespace CanaryJudge.Cli.Tests.Rendering;

public sealed class VerdictJsonTests
{
    [Fact]
    public void ChecksAndScore_OfTheJudgesThatHaveThem_AreWritten()
    {
        Report report = Runs.Promote();
        CanaryScore score = new(double.NaN, 95, 75, [new("errors", 60, 1, 2), new("latency", 40, 0, 0)]);
        Judgement judgement = report.Verdict.Judgements[0] with { Checks = new(3, 10, 1, 5, 2) };

        JsonElement json = Parse(VerdictJson.Write(report with { Verdict = report.Verdict with { Score = score, Judgements = [judgement] } }));

        Assert.Equal("""{"passed":3,"passes_needed":10,"failed":1,"failures_limit":5,"unclear":2}""", JsonSerializer.Serialize(json.GetProperty("judgements")[0].GetProperty("checks")));
        Assert.Equal(
            """{"value":null,"pass":95,"marginal":75,"groups":[{"name":"errors","value":50,"weight":60,"passed":1,"labelled":2},{"name":"latency","value":null,"weight":40,"passed":0,"labelled":0}]}""",
            JsonSerializer.Serialize(json.GetProperty("score")));
    }

    [Fact]
    public void Object_OfOnePass_IsThisText()
    {
        const string Expected = """
            {
              "verdict": "promote",
              "by_horizon": false,
              "reason": "error_rate is within its margin.",
              "score": null,
              "exit_code": 0,
              "could_not_judge": false,
              "policy": "checkout",
              "source": "prometheus http://localhost:9090",
              "notes": [],
              "baseline": "version=v1",
              "canary": "version=v2",
              "windows": {
                "start": "2026-01-31T10:00:00Z",
                "end": "2026-01-31T10:30:00Z",
                "interval_seconds": 60,
                "count": 30,
                "elapsed": 30,
                "warm_up": 3,
                "history": 30
              },
              "judgements": [
                {
                  "metric": "error_rate",
                  "outcome": "pass",
                  "reason": "error_rate rose from 1 % to 1.01 %, within the margin of 0.5 points.",
                  "leans_to_safety": false,
                  "kind": "ratio",
                  "unit": "",
                  "direction": "increase",
                  "critical": false,
                  "comparisons": [
                    {
                      "name": "rate",
                      "baseline": 0.01,
                      "canary": 0.0101,
                      "difference": 0.0001,
                      "low": -0.002,
                      "high": 0.0022,
                      "confidence": 0.98,
                      "margin": 0.005,
                      "method": "Mann-Whitney exact",
                      "p": null,
                      "u": null,
                      "a12": null,
                      "windows": 27,
                      "baseline_exposure": null,
                      "canary_exposure": null,
                      "evidence": null
                    }
                  ],
                  "checks": null,
                  "queries": [
                    {
                      "side": "baseline",
                      "role": "values",
                      "reading": "gauge",
                      "sent": "error_rate{version=\"v1\"}",
                      "start": "2026-01-31T09:55:00Z",
                      "end": "2026-01-31T10:30:00Z",
                      "step_seconds": null,
                      "series": 0
                    },
                    {
                      "side": "canary",
                      "role": "values",
                      "reading": "expression",
                      "sent": "max(error_rate{version=\"v2\"})",
                      "start": "2026-01-31T10:01:00Z",
                      "end": "2026-01-31T10:30:00Z",
                      "step_seconds": 60,
                      "series": 0
                    }
                  ],
                  "faults": [],
                  "warnings": [],
                  "problems": []
                }
              ]
            }
            """;
        Assert.Equal(Expected, VerdictJson.Write(Runs.Promote()), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Object_OfEveryKindOfJudgement_HoldsFaultsWarningsAndProblems()
    {
        using JsonDocument json = JsonDocument.Parse(VerdictJson.Write(Runs.Rollback()));
        JsonElement judgements = json.RootElement.GetProperty("judgements");
        Assert.Equal(["fail", "pass", "inconclusive", "no_data", "error"], judgements.EnumerateArray().Select(j => j.GetProperty("outcome").GetString()!));
        Assert.Equal(JsonValueKind.Null, judgements[2].GetProperty("comparisons")[0].GetProperty("low").ValueKind);
        Assert.Equal(JsonValueKind.Null, judgements[3].GetProperty("comparisons")[0].GetProperty("canary").ValueKind);
        JsonElement faults = judgements[3].GetProperty("faults");
        Assert.Equal(["gap", "gap", "reset", "no_series"], faults.EnumerateArray().Select(f => f.GetProperty("kind").GetString()!));
        Assert.Equal(3, faults[0].GetProperty("window").GetInt32());
        Assert.Equal(JsonValueKind.Null, faults[3].GetProperty("window").ValueKind);
        Assert.Single(judgements[3].GetProperty("warnings").EnumerateArray());
        JsonElement problem = Assert.Single(judgements[4].GetProperty("problems").EnumerateArray());
        Assert.Equal("timeout", problem.GetProperty("kind").GetString());
        Assert.Equal("restarts_total{version=\"v2\"}", problem.GetProperty("query").GetString());
        Assert.Equal(504, problem.GetProperty("status").GetInt32());
    }

    [Fact]
    public void Evidence_OfASequentialJudge_IsWrittenWithItsThresholds()
    {
        var evidence = new Evidence(LogHarm: -0.5, HarmThreshold: 4, LogSafe: 2, SafeThreshold: 4, WindowsLeft: double.PositiveInfinity, CanaryExposureLeft: 300);
        Report report = Runs.Of(
            VerdictOutcome.Pause,
            "",
            Runs.Judged(
                Runs.Metric("m", MetricKind.Ratio, Margin.Absolute(0.1)), JudgementOutcome.Inconclusive, "", Runs.Compared("share", 0, 0, 0, 0, 0, 0.1) with { Evidence = evidence }));
        JsonElement written = Parse(VerdictJson.Write(report)).GetProperty("judgements")[0].GetProperty("comparisons")[0].GetProperty("evidence");
        Assert.Equal(
            "{\"log_harm\":-0.5,\"harm_threshold\":4,\"harm_share\":0,\"log_safe\":2,\"safe_threshold\":4,\"safe_share\":0.5,\"windows_left\":null,\"canary_exposure_left\":300}",
            written.GetRawText().ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Lines_OfARun_AreOneAJudgementThenTheVerdict()
    {
        JsonElement[] lines = [.. VerdictJson.Lines(Runs.Rollback()).Select(Parse)];
        Assert.Equal(["judgement", "judgement", "judgement", "judgement", "judgement", "verdict"], lines.Select(l => l.GetProperty("type").GetString()!));
        Assert.Equal("rollback", lines[^1].GetProperty("verdict").GetString());
        Assert.Equal(4, lines[^1].GetProperty("exit_code").GetInt32());
        Assert.All(VerdictJson.Lines(Runs.Rollback()), line => Assert.DoesNotContain('\n', line));
    }

    [Fact]
    public void AnyNumber_InAComparison_IsThatNumberOrNull() => Gen.Double.Sample(number =>
    {
        Report report = Runs.Of(
            VerdictOutcome.Pause,
            "",
            Runs.Judged(Runs.Metric("m", MetricKind.Series, Margin.Absolute(1)), JudgementOutcome.Inconclusive, "", Runs.Compared("value", number, number, number, number, number, 1)));
        JsonElement written = Parse(VerdictJson.Write(report)).GetProperty("judgements")[0].GetProperty("comparisons")[0].GetProperty("difference");
        if (double.IsFinite(number)) Assert.Equal(number, written.GetDouble());
        else Assert.Equal(JsonValueKind.Null, written.ValueKind);
    });

    private static JsonElement Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
