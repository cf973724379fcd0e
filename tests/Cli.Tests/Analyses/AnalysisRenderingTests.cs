using System.Text.Json;
using CanaryJudge.Cli.Analyses;
using CanaryJudge.Cli.Frame;
using CanaryJudge.Contracts.V1;
using Google.Protobuf.WellKnownTypes;

namespace CanaryJudge.Cli.Tests.Analyses;

/// <summary>Analyses and their events as they are printed.</summary>
public sealed class AnalysisRenderingTests
{
    private const string Policy = """
        apiVersion: canaryjudge.io/v1
        kind: CanaryPolicy
        metadata: {name: checkout}
        spec:
          interval: 1m
          metrics:
            - {name: error_rate, kind: ratio, bad: 'http_requests_total{code=~"5.."}', total: http_requests_total, margin: 0.5pp, critical: true}
        """;

    [Theory]
    [InlineData(AnalysisState.Ended, VerdictOutcome.Promote, false, 0, "PROMOTE")]
    [InlineData(AnalysisState.Ended, VerdictOutcome.Rollback, true, 4, "ROLLBACK")]
    [InlineData(AnalysisState.Ended, VerdictOutcome.Unspecified, false, 3, "NO DECISION")]
    [InlineData(AnalysisState.Ended, VerdictOutcome.Unspecified, true, 1, "NO DECISION")]
    [InlineData(AnalysisState.Ended, VerdictOutcome.Pause, false, 3, "NO DECISION")]
    [InlineData(AnalysisState.Ended, (VerdictOutcome)77, false, 3, "NO DECISION")]
    [InlineData(AnalysisState.Held, VerdictOutcome.Unspecified, false, 3, "HELD")]
    [InlineData(AnalysisState.Judging, VerdictOutcome.Promote, false, 3, "JUDGING")]
    [InlineData((AnalysisState)77, VerdictOutcome.Promote, false, 3, "77")]
    public void ExitCode_OnlyOfAnEndedAnalysisWithADecision_LetsARolloutGoOn(AnalysisState state, VerdictOutcome decision, bool couldNotJudge, int code, string headline)
    {
        Analysis analysis = new() { State = state, Decision = decision, CouldNotJudge = couldNotJudge };

        Assert.Equal((code, headline), (AnalysisWords.ExitCodeOf(analysis), AnalysisWords.Headline(analysis)));
    }

    [Theory]
    [InlineData(VerdictOutcome.Promote, 0, "PROMOTE BY HORIZON")]
    [InlineData(VerdictOutcome.Rollback, 4, "ROLLBACK BY HORIZON")]
    public void DecisionByTheHorizon_IsNamedAsOneAndHasTheCodeOfItsDecision(VerdictOutcome decision, int code, string headline)
    {
        Analysis analysis = Ended();
        (analysis.Ending, analysis.Decision, analysis.Outcome, analysis.EndedBy) = (AnalysisEnding.Horizon, decision, VerdictOutcome.Pause, "");

        Assert.Equal((code, headline), (AnalysisWords.ExitCodeOf(analysis), AnalysisWords.Headline(analysis)));
        using JsonDocument json = JsonDocument.Parse(AnalysisJson.Write(analysis, indented: false));
        Assert.Equal(("horizon", "pause"), (json.RootElement.GetProperty("ending").GetString(), json.RootElement.GetProperty("verdict").GetString()));
        Assert.Contains(", horizon\n", Print(console => console.Write(AnalysisText.Details(analysis, null))), StringComparison.Ordinal);
    }

    [Fact]
    public void Details_OfAnEndedAnalysis_SayWhatWhoAndWhy_AndAreSafeToPrint()
    {
        GetAnalysisResponse found = new() { Analysis = Ended(), Policy = Policy, Baseline = Scope("v1"), Canary = Scope("a b\"c") };
        found.Analysis.Reason = "carts are \e[31mbroken\nfor customers";

        string text = Print(console => console.Write(AnalysisText.Details(found.Analysis, found)));

        Assert.Equal(
            """
            analysis     0198c0de-0000-7000-8000-000000000000
            application  shop
            target       shop/cart
            policy       checkout
            source       main
            baseline     version=v1
            canary       version="a b\"c"
            started      2026-01-31T10:00:00Z by ann
            windows      3 of 20, 1m each, from 2026-01-31T10:00:10Z
            ended        2026-01-31T10:03:20Z, overridden by bob

            ROLLBACK  carts are ?[31mbroken for customers

            """,
            text);
    }

    [Fact]
    public void Line_OfAnEvent_IsOneLine()
    {
        AnalysisEvent judged = new() { Sequence = 4, Kind = AnalysisEventKind.Judged, WindowsElapsed = 3, Outcome = VerdictOutcome.Pause, Reason = "error_rate\nundecided.", Time = Time(200) };
        AnalysisEvent ended = new() { Sequence = 5, Kind = AnalysisEventKind.Ended, Ending = AnalysisEnding.Cancelled, Actor = "bob", Reason = "wrong build", Time = Time(201) };

        Assert.Equal("2026-01-31T10:03:20Z  #4  window 3/20  PAUSE  error_rate undecided.", AnalysisText.Line(judged, 20));
        Assert.Equal("2026-01-31T10:03:21Z  #5  ended, cancelled  NO DECISION (bob)  wrong build", AnalysisText.Line(ended, 20));
    }

    [Fact]
    public void Json_OfAnEvent_HasNullWhereThereIsNothing()
    {
        AnalysisEvent judged = Judged();

        using JsonDocument json = JsonDocument.Parse(AnalysisJson.Line(judged));

        Assert.Equal(("judged", "pause", 4), (json.RootElement.GetProperty("type").GetString(), json.RootElement.GetProperty("verdict").GetString(), json.RootElement.GetProperty("sequence").GetInt32()));
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("ending").ValueKind);
        JsonElement comparison = json.RootElement.GetProperty("judgements")[0].GetProperty("comparisons")[0];
        Assert.Equal((0.01, JsonValueKind.Null), (comparison.GetProperty("baseline").GetDouble(), comparison.GetProperty("high").ValueKind));
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (json.RootElement.GetProperty("score").ValueKind, json.RootElement.GetProperty("judgements")[0].GetProperty("checks").ValueKind));
    }

    [Fact]
    public void Json_OfAnEvent_HasTheNumbersOfOneJudgeAlone()
    {
        AnalysisEvent judged = Judged();
        judged.Judgements[0].Checks = new CheckTally { Passed = 1, PassesNeeded = 10, Failed = 2, FailuresLimit = 5, Unclear = 3 };
        judged.Score = new CanaryScore { Pass = 95, Marginal = 75, Groups = { new GroupScore { Name = "errors", Weight = 100, Passed = 1, Labelled = 2, Value = 50 } } };

        using JsonDocument json = JsonDocument.Parse(AnalysisJson.Line(judged));

        Assert.Equal("""{"passed":1,"passes_needed":10,"failed":2,"failures_limit":5,"unclear":3}""", JsonSerializer.Serialize(json.RootElement.GetProperty("judgements")[0].GetProperty("checks")));
        Assert.Equal(
            """{"value":null,"pass":95,"marginal":75,"groups":[{"name":"errors","value":50,"weight":100,"passed":1,"labelled":2}]}""", JsonSerializer.Serialize(json.RootElement.GetProperty("score")));
    }

    [Fact]
    public async Task LiveView_OnATerminal_ShowsTheLatestNumbers_TheBrokenConnection_AndTheDecision()
    {
        using StringWriter output = new() { NewLine = "\n" };
        LiveWatchView view = new(new Terminal { In = TextReader.Null, Out = output, Error = TextWriter.Null, OutIsTerminal = true }, noColor: true);
        GetAnalysisResponse found = new() { Analysis = Ended(), Policy = Policy, Baseline = Scope("v1"), Canary = Scope("v2") };

        await view.ShowAsync(found, show =>
        {
            show(Judged());
            view.Interrupted("http://judge cannot be reached: refused");
            return Task.CompletedTask;
        });
        view.Close(Ended());

        string text = output.ToString();
        Assert.Contains("error_rate*", text, StringComparison.Ordinal);
        Assert.Contains("1.00%", text, StringComparison.Ordinal);
        Assert.Contains("cannot be reached: refused; trying again", text, StringComparison.Ordinal);
        Assert.Contains("ROLLBACK  carts are broken", text, StringComparison.Ordinal);
    }

    private static Analysis Ended() => new()
    {
        Id = "0198c0de-0000-7000-8000-000000000000",
        Application = "shop",
        Target = "shop/cart",
        Policy = "checkout",
        Source = "main",
        StartedBy = "ann",
        State = AnalysisState.Ended,
        Ending = AnalysisEnding.Overridden,
        Decision = VerdictOutcome.Rollback,
        Reason = "carts are broken",
        EndedBy = "bob",
        CreateTime = Time(0),
        StartTime = Time(10),
        Interval = Duration.FromTimeSpan(TimeSpan.FromMinutes(1)),
        Horizon = 20,
        WindowsElapsed = 3,
        EndTime = Time(200),
        Sequence = 5,
    };

    private static AnalysisEvent Judged() => new()
    {
        AnalysisId = "0198c0de-0000-7000-8000-000000000000",
        Sequence = 4,
        Kind = AnalysisEventKind.Judged,
        State = AnalysisState.Judging,
        WindowsElapsed = 3,
        Outcome = VerdictOutcome.Pause,
        Reason = "error_rate undecided.",
        Time = Time(200),
        Judgements =
        {
            new MetricJudgement
            {
                Metric = "error_rate", Outcome = JudgementOutcome.Inconclusive, Reason = "undecided",
                Comparisons = { new Comparison { Name = "share", Baseline = 0.01, Canary = 0.012, Difference = 0.002, Low = -0.001, Margin = 0.005, Method = "Miettinen-Nurminen", Windows = 3 } },
            },
        },
    };

    private static Scope Scope(string version) => new() { Matchers = { new LabelMatcher { Label = "version", Operator = MatchOperator.Equal, Value = version } } };

    private static Timestamp Time(int seconds) => Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 1, 31, 10, 0, 0, TimeSpan.Zero).AddSeconds(seconds));

    private static string Print(Action<Spectre.Console.IAnsiConsole> write)
    {
        using StringWriter output = new() { NewLine = "\n" };
        new Terminal { In = TextReader.Null, Out = output, Error = TextWriter.Null }.Print(noColor: true, write);
        return output.ToString();
    }
}
