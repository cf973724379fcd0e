using System.Net;
using System.Text;
using System.Text.Json;
using CanaryJudge.Analyzer.Tests.Hosting;
using CanaryJudge.Contracts.V1;
using CsCheck;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace CanaryJudge.Analyzer.Tests.Grpc;

/// <summary>Whatever comes in: a clear error or a right answer, never a defect, and nothing written by what is refused.</summary>
public sealed class AnalysisFuzzTests
{
    private static readonly string[] Texts =
    [
        "", " ", "checkout", "\0", "a\u0000b", "\ud83d\ude00", "\u202e\u202d", "\ufeff", "\r\n", "'; drop table analysis; --", "\" or \"\"=\"", "$(id)", "{{7*7}}", "%s%n", "../../etc/passwd",
        "\\", "{}", "}", "version=\"v1\"} or vector(1) #", new string('x', 201), new string('\u00e9', 501), new string('z', 100_000), AnalysisRequests.NoSuchId,
        "NaN", "-1", "1e999", "99999999999999999999", "true", "null", "2026-01-31T10:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z", "ANALYSIS_STATE_ENDED", "VERDICT_OUTCOME_PAUSE",
    ];

    private static readonly Gen<string> Text = Gen.OneOf(Gen.OneOf(Texts), Gen.String);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static readonly (HttpMethod Method, string Path, MessageDescriptor Input)[] Doors =
    [
        (HttpMethod.Post, "/v1/analyses", StartAnalysisRequest.Descriptor),
        (HttpMethod.Get, "/v1/analyses", ListAnalysesRequest.Descriptor),
        (HttpMethod.Get, "/v1/analyses/{id}", GetAnalysisRequest.Descriptor),
        (HttpMethod.Get, "/v1/analyses/{id}/events", WatchAnalysisRequest.Descriptor),
        (HttpMethod.Post, "/v1/analyses/{id}:cancel", CancelAnalysisRequest.Descriptor),
        (HttpMethod.Post, "/v1/analyses/{id}:override", OverrideAnalysisRequest.Descriptor),
    ];

    [Fact]
    public async Task Rest_OfAnyFieldsAndValues_IsAnsweredInWords_AndRefusalsWriteNothing()
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync(AnalysisRequests.Source, "--Limits:CallBurst=100000", "--Limits:CallsPerSecond=100000");
        int accepted = 0;

        await Gen.Select(Gen.OneOf(Doors), Text, Value(3).Array[0, 4], Gen.OneOf("field", "text")).SampleAsync(
            async ((HttpMethod Method, string Path, MessageDescriptor Input) door, string id, string[] values, string naming) =>
            {
                string[] names = [.. values.Select((_, k) => naming == "field" ? door.Input.Fields.InDeclarationOrder()[(k + id.Length) % door.Input.Fields.InDeclarationOrder().Count].JsonName : Texts[(k * 7 + id.Length) % Texts.Length])];
                string path = door.Path.Replace("{id}", Uri.EscapeDataString(Whole(id)), StringComparison.Ordinal);
                using HttpRequestMessage request = new(door.Method, door.Method == HttpMethod.Get
                    ? path + "?" + string.Join('&', names.Zip(values, (name, value) => $"{Uri.EscapeDataString(Whole(name))}={Uri.EscapeDataString(Whole(value.Trim('"')))}"))
                    : path);
                if (request.RequestUri!.OriginalString.Length > 7_000) return; // the server's own bound of a request line
                if (door.Method == HttpMethod.Post) request.Content = new StringContent("{" + string.Join(',', names.Zip(values, (name, value) => $"{JsonSerializer.Serialize(name)}: {value}")) + "}", Encoding.UTF8, "application/json");

                using HttpResponseMessage answer = await analyzer.Rest.SendAsync(request, Token);
                string body = await answer.Content.ReadAsStringAsync(Token);

                Assert.True((int)answer.StatusCode < 500, $"{answer.StatusCode} {door.Method} {request.RequestUri}\n{body}");
                if (answer.StatusCode == HttpStatusCode.OK && door.Method == HttpMethod.Post) Interlocked.Increment(ref accepted);
                if (answer.StatusCode != HttpStatusCode.OK && body.Length > 0) Assert.NotEmpty(JsonSerializer.Deserialize<JsonElement>(body).GetProperty("message").GetString()!);
            },
            iter: 1500, threads: 4);

        Assert.Equal(accepted, (await analyzer.Analyses.ListAnalysesAsync(new() { PageSize = 1000 }, cancellationToken: Token)).Analyses.Count);
        Assert.DoesNotContain(analyzer.Logs.Lines, line => line.Contains("defect of the service", StringComparison.Ordinal) || line.Contains("\"@l\":\"Error\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Grpc_OfAnyTexts_IsAnsweredWithAStatusOfTheCaller_AndRefusalsWriteNothing()
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync(AnalysisRequests.Source, "--Limits:CallBurst=100000", "--Limits:CallsPerSecond=100000");
        int started = 0;

        await Gen.Select(Text.Array[8], Gen.Int, Gen.Int[0, 6]).SampleAsync(
            async (texts, number, kind) =>
            {
                string[] t = [.. texts.Select(Whole)];
                StartAnalysisRequest start = AnalysisRequests.Start(t[0]);
                (start.Application, start.By, start.IdempotencyKey) = (kind == 1 ? t[1] : "checkout", kind == 2 ? t[2] : "ann", kind == 3 ? t[3] : "");
                if (kind == 4) start.Canary = new Scope { Matchers = { new LabelMatcher { Label = t[4], Operator = (MatchOperator)(number % 7), Value = t[5] } } };
                if (kind == 5) start.Policy = new PolicyChoice { Text = t[6] };
                if (kind == 6) start.StartTime = new Google.Protobuf.WellKnownTypes.Timestamp { Seconds = number * (long)int.MaxValue, Nanos = number };
                Func<Task>[] calls =
                [
                    async () =>
                    {
                        StartAnalysisResponse answer = await analyzer.Analyses.StartAnalysisAsync(start, cancellationToken: Token);
                        if (!answer.RepeatedCall) Interlocked.Increment(ref started);
                    },
                    async () => await analyzer.Analyses.GetAnalysisAsync(new() { Id = t[0] }, cancellationToken: Token),
                    async () => await analyzer.Analyses.ListAnalysesAsync(new() { Application = t[1], PageToken = t[2], PageSize = number, States = { (AnalysisState)number } }, cancellationToken: Token),
                    async () => await analyzer.Analyses.CancelAnalysisAsync(new() { Id = t[0], By = t[1], Reason = t[2] }, cancellationToken: Token),
                    async () => await analyzer.Analyses.OverrideAnalysisAsync(new() { Id = t[0], By = t[1], Reason = t[2], Decision = (VerdictOutcome)number }, cancellationToken: Token),
                ];
                foreach (Func<Task> call in calls)
                {
                    try
                    {
                        await call();
                    }
                    catch (RpcException refused)
                    {
                        Assert.True(refused.StatusCode is StatusCode.InvalidArgument or StatusCode.NotFound || (kind == 3 && refused.StatusCode == StatusCode.AlreadyExists), refused.ToString());
                        Assert.NotEmpty(refused.Status.Detail);
                    }
                }
            },
            iter: 400, threads: 4);

        int written = 0;
        ListAnalysesRequest all = new() { PageSize = 1000 };
        do
        {
            ListAnalysesResponse page = await analyzer.Analyses.ListAnalysesAsync(all, cancellationToken: Token);
            written += page.Analyses.Count;
            all.PageToken = page.NextPageToken;
        }
        while (all.PageToken.Length > 0);
        Assert.Equal(started, written);
    }

    [Fact]
    public async Task Message_ThatIsTooLarge_TooDeep_OrOfANewerContract_IsRefusedInWords()
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync(AnalysisRequests.Source, "--Limits:MessageBytes=100000");
        StartAnalysisRequest large = AnalysisRequests.Start();
        large.Policy = new PolicyChoice { Text = new string('x', 200_000) };
        StartAnalysisRequest newer = StartAnalysisRequest.Parser.ParseFrom([.. AnalysisRequests.Start().ToByteArray(), 0xfa, 0x06, 0x01, 0x2a]);
        string deep = "{\"policy\":" + string.Concat(Enumerable.Repeat("{\"inline\":", 500)) + "1" + new string('}', 501);

        RpcException tooLarge = await Assert.ThrowsAsync<RpcException>(async () => await analyzer.Analyses.StartAnalysisAsync(large, cancellationToken: Token));
        Assert.Equal(StatusCode.ResourceExhausted, tooLarge.StatusCode);
        Assert.Contains("Limits:MessageBytes", tooLarge.Status.Detail, StringComparison.Ordinal);
        Assert.Equal([""], await Failures.FieldsOfAsync(analyzer.Analyses.StartAnalysisAsync(newer, cancellationToken: Token)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync(analyzer, JsonFormatter.Default.Format(large)));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(analyzer, deep));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(analyzer, "{\"application\": \"\\ud800\"}"));
        Assert.Empty((await analyzer.Analyses.ListAnalysesAsync(new(), cancellationToken: Token)).Analyses);
    }

    // JSON of any shape, of a bounded depth.
    private static Gen<string> Value(int depth)
    {
        Gen<string> leaf = Gen.OneOf(Text.Select(t => JsonSerializer.Serialize(t)), Gen.OneOf("null", "true", "0", "-1", "1e999", "12345678901234567890", "0.5", "[]", "{}", "\"\\ud800\""), Gen.Double.Select(d => double.IsFinite(d) ? d.ToString("R", System.Globalization.CultureInfo.InvariantCulture) : "0"));
        if (depth == 0) return leaf;
        Gen<string> inner = Value(depth - 1);
        return Gen.Frequency(
            (4, leaf),
            (1, inner.Array[0, 3].Select(items => "[" + string.Join(',', items) + "]")),
            (2, Gen.Select(Gen.OneOf("matchers", "label", "operator", "value", "text", "inline", "name", "metrics", "seconds", "nanos", "bogus"), inner).Array[0, 3].Select(fields => "{" + string.Join(',', fields.Select(f => $"\"{f.Item1}\": {f.Item2}")) + "}")));
    }

    // A half character cannot be sent as UTF-8.
    private static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static async Task<HttpStatusCode> PostAsync(RunningAnalyzer analyzer, string json)
    {
        using StringContent content = new(json, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await analyzer.Rest.PostAsync("/v1/analyses", content, Token);
        return answer.StatusCode;
    }
}
