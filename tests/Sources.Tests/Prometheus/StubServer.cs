using System.Net;
using System.Text;
using System.Web;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Sources.Prometheus;

namespace CanaryJudge.Sources.Tests.Prometheus;

/// <summary>Answers requests from a function instead of a socket, and keeps them: for refusals that a real server cannot be made to give.</summary>
internal sealed class StubServer(Func<StubServer.Call, HttpResponseMessage> answer) : HttpMessageHandler
{
    public const string Empty = """{"status":"success","data":{"resultType":"matrix","result":[]}}""";
    private readonly Lock gate = new();

    public List<Call> Calls { get; } = [];

    public static StubServer Always(string body) => new(_ => Json(body));

    public static HttpResponseMessage Json(string body, HttpStatusCode status = HttpStatusCode.OK, string type = "application/json") =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, type) };

    public static HttpResponseMessage Error(int status, string errorType, string error) =>
        Json($$"""{"status":"error","errorType":"{{errorType}}","error":"{{error}}"}""", (HttpStatusCode)status);

    /// <summary>A source that asks this server.</summary>
    public PrometheusSource Source(PrometheusOptions? options = null, TimeProvider? time = null) =>
        new(options ?? Options, time ?? TimeProvider.System, _ => this);

    public static PrometheusOptions Options { get; } = new() { Address = new Uri("http://prometheus.example:9090"), Attempts = 1 };

    public static PlannedQuery Expression(string text = "up", long start = 1_760_000_060_000, long end = 1_760_000_600_000, long step = 60_000) =>
        new(Side.Canary, TermRole.Values, TermReading.Expression, text, start, end, step);

    public static PlannedQuery Raw(string text = "up", long start = 1_760_000_000_000, long end = 1_760_000_600_000) =>
        new(Side.Canary, TermRole.Total, TermReading.Counter, text, start, end, 0);

    public static MetricPlan Plan(params PlannedQuery[] queries) => new(null!, queries);

    public static async Task<QueryAnswer> AskAsync(PrometheusSource source, PlannedQuery query) =>
        Assert.Single((await source.MeasureAsync(Plan(query), TestContext.Current.CancellationToken)).Answers);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        System.Collections.Specialized.NameValueCollection form = HttpUtility.ParseQueryString(await request.Content!.ReadAsStringAsync(cancellationToken));
        var call = new Call(
            request.Method,
            request.RequestUri!,
            form.AllKeys.ToDictionary(key => key!, key => form[key]!),
            request.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value)));
        lock (gate) Calls.Add(call);
        return answer(call);
    }

    internal sealed record Call(HttpMethod Method, Uri Address, Dictionary<string, string> Form, Dictionary<string, string> Headers)
    {
        public long StartMillis => Millis("start");

        public long EndMillis => Millis("end");

        public long TimeMillis => Millis("time");

        public long StepMillis => Millis("step");

        private long Millis(string name) => (long)(decimal.Parse(Form[name]) * 1000);
    }
}
