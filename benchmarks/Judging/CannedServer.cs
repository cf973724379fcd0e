using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace CanaryJudge.Benchmarks.Judging;

/// <summary>Answers from memory, seeded, each answer made when it is first asked: raw samples of buckets (…_bucket), counters (…_total) and gauges, and expressions step by step.</summary>
/// <param name="scrapeMillis">Time between two raw samples.</param>
internal sealed partial class CannedServer(int scrapeMillis) : HttpMessageHandler
{
    /// <summary>The values of the label le.</summary>
    public static readonly string[] Bounds = ["0.1", "0.25", "0.5", "1", "+Inf"];

    private readonly Dictionary<string, byte[]> _answers = new(StringComparer.Ordinal);

    /// <summary>The answers so far.</summary>
    public IReadOnlyCollection<byte[]> Answers => _answers.Values;

    /// <summary>The series in them.</summary>
    public int Series { get; private set; }

    /// <summary>What answering took so far: this server's time, not the product's.</summary>
    public TimeSpan Spent { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        string form = await request.Content!.ReadAsStringAsync(cancellationToken);
        if (!_answers.TryGetValue(form, out byte[]? body)) _answers.Add(form, body = Answer(WebUtility.UrlDecode(form)));
        HttpResponseMessage answer = new(HttpStatusCode.OK) { Content = new StreamContent(Body(body)) { Headers = { ContentType = new("application/json") } } };
        Spent += Stopwatch.GetElapsedTime(start);
        return answer;
    }

    /// <summary>An answer as it is read from the network: what copying it takes is the server's time.</summary>
    public Stream Body(byte[] answer) => new CannedBody(answer, time => Spent += time);

    private byte[] Answer(string form)
    {
        Match raw = Raw().Match(form), range = Range().Match(form);
        bool isRaw = raw.Success;
        string name = isRaw ? raw.Groups["name"].Value : "";
        long end = Millis(isRaw ? raw.Groups["time"] : range.Groups["end"]), step = isRaw ? scrapeMillis : Millis(range.Groups["step"]);
        long points = isRaw ? Millis(raw.Groups["range"]) / step : ((end - Millis(range.Groups["start"])) / step) + 1;
        bool isBucket = name.EndsWith("_bucket", StringComparison.Ordinal);
        string[] series = isBucket ? [.. Bounds.Select(bound => $",\"le\":\"{bound}\"")] : [""];
        bool isCounter = isBucket || name.EndsWith("_total", StringComparison.Ordinal);
        Series += series.Length;
        string?[] values = Values(new Random(form.Length + _answers.Count), series.Length, end - ((points - 1) * step), step, points, isCounter, name.EndsWith("_bad_total", StringComparison.Ordinal) ? 2 : 40);
        return Encoding.UTF8.GetBytes($$$"""{"status":"success","data":{"resultType":"matrix","result":[{{{string.Join(",", series.Zip(values, (labels, list) => Text(name, labels, list)))}}}]}}""");
    }

    private static string Text(string name, string labels, string? values) =>
        $$"""{"metric":{"__name__":"{{name}}","cluster":"eu-1","instance":"10.1.2.3:8080","job":"shop"{{labels}},"namespace":"shop","pod":"shop-7d9f"},"values":[{{values}}]}""";

    private static string?[] Values(Random random, int series, long first, long step, long points, bool isCounter, int most)
    {
        double[] now = new double[series];
        StringBuilder[] lists = [.. now.Select(_ => new StringBuilder())];
        for (long k = 0; k < points; k++)
        {
            string time = ((first + (k * step)) / 1000m).ToString(CultureInfo.InvariantCulture);
            double more = most / 40; // there are never more bad events than events
            for (int s = 0; s < series; s++)
            {
                more += random.Next(most);
                now[s] = isCounter ? now[s] + more : 1 + random.NextDouble();
                lists[s].Append(k > 0 ? "," : "").Append(CultureInfo.InvariantCulture, $"[{time},\"{now[s]}\"]");
            }
        }

        return [.. lists.Select(list => list.ToString())];
    }

    private static long Millis(Group seconds) => (long)(decimal.Parse(seconds.Value, CultureInfo.InvariantCulture) * 1000);

    [GeneratedRegex(@"^query=(?<name>[a-z0-9_]+)\{.*\[(?<range>\d+)s\].*&time=(?<time>[0-9.]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Raw();

    [GeneratedRegex(@"&start=(?<start>[0-9.]+)&end=(?<end>[0-9.]+)&step=(?<step>[0-9.]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Range();
}
