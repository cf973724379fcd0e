using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace CanaryJudge.Benchmarks.Judging;

/// <summary>Answers a range of raw samples of any histogram's buckets from memory: seeded counters that rise, one answer a question, made when it is first asked.</summary>
/// <param name="bounds">The values of the label le.</param>
/// <param name="scrapeMillis">Time between two samples.</param>
internal sealed partial class CannedServer(string[] bounds, int scrapeMillis) : HttpMessageHandler
{
    private readonly Dictionary<string, byte[]> _answers = new(StringComparer.Ordinal);

    /// <summary>The answers so far.</summary>
    public IReadOnlyCollection<byte[]> Answers => _answers.Values;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string form = WebUtility.UrlDecode(await request.Content!.ReadAsStringAsync(cancellationToken));
        if (!_answers.TryGetValue(form, out byte[]? body)) _answers.Add(form, body = Answer(form));
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } } };
    }

    private byte[] Answer(string form)
    {
        Match asked = Asked().Match(form);
        long end = (long)(double.Parse(asked.Groups["time"].Value, CultureInfo.InvariantCulture) * 1000);
        long points = long.Parse(asked.Groups["range"].Value, CultureInfo.InvariantCulture) * 1000 / scrapeMillis;
        Random random = new(asked.Groups["name"].Value.Length + form.Length + _answers.Count);
        double[] counts = new double[bounds.Length];
        StringBuilder[] values = [.. bounds.Select(_ => new StringBuilder())];
        for (long k = points - 1; k >= 0; k--)
        {
            string time = ((end - (k * scrapeMillis)) / 1000m).ToString(CultureInfo.InvariantCulture);
            double more = 0;
            for (int b = 0; b < bounds.Length; b++)
            {
                more += random.Next(40);
                counts[b] += more;
                values[b].Append(values[b].Length > 0 ? "," : "").Append(CultureInfo.InvariantCulture, $"[{time},\"{counts[b]}\"]");
            }
        }

        IEnumerable<string> series = bounds.Select((bound, b) =>
            $$"""{"metric":{"__name__":"{{asked.Groups["name"].Value}}","cluster":"eu-1","instance":"10.1.2.3:8080","job":"shop","le":"{{bound}}","namespace":"shop","pod":"shop-7d9f"},"values":[{{values[b]}}]}""");
        return Encoding.UTF8.GetBytes($$$"""{"status":"success","data":{"resultType":"matrix","result":[{{{string.Join(",", series)}}}]}}""");
    }

    [GeneratedRegex(@"query=(?<name>[a-z0-9_]+)\{.*\[(?<range>\d+)s\].*time=(?<time>[0-9.]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Asked();
}
