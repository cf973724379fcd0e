using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace CanaryJudge.TestKit;

/// <summary>
/// Answers like a Prometheus whose past and future are fixed: every number is a function of its query's text and time alone, so that whoever asks, whenever, gets the same.
/// Two targets a version, scraped every second unless told otherwise; the canary (version=~v2.*) is as the harm says.
/// </summary>
public sealed partial class MetricsStub : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly Task serving;
    private long asked;

    private MetricsStub(int port)
    {
        Address = new Uri($"http://127.0.0.1:{port}/");
        listener.Prefixes.Add(Address.AbsoluteUri);
        listener.Start();
        serving = Task.Run(ServeAsync);
    }

    /// <summary>Where it serves.</summary>
    public Uri Address { get; }

    /// <summary>Share of the canary's requests that fail; the baseline's is 0.01. Default: as the baseline.</summary>
    public double CanaryErrors { get; set; } = 0.01;

    /// <summary>Says whether a query is refused with HTTP 503. Default: none is.</summary>
    public Func<string, bool> Fails { get; set; } = _ => false;

    /// <summary>What is awaited before a query is answered. Default: nothing.</summary>
    public Func<string, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Time between two scrapes in milliseconds. Default: 1,000.</summary>
    public int StepMillis { get; set; } = 1000;

    /// <summary>Requests that came.</summary>
    public long Asked => Interlocked.Read(ref asked);

    /// <summary>Starts one on a free loopback port.</summary>
    public static MetricsStub Start()
    {
        for (int attempt = 1; ; attempt++)
        {
            int port = FreePorts.One();
            try
            {
                return new MetricsStub(port);
            }
            catch (HttpListenerException) when (attempt < 10)
            {
                // Somebody else took the port in between.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        listener.Close();
        await serving;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = Task.Run(() => AnswerAsync(context));
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            Interlocked.Increment(ref asked);
            using StreamReader reader = new(context.Request.InputStream);
            Dictionary<string, string> form = (await reader.ReadToEndAsync()).Split('&').Select(field => field.Split('=', 2)).ToDictionary(field => field[0], field => WebUtility.UrlDecode(field[1]), StringComparer.Ordinal);
            string query = form["query"];
            await Before(query);
            bool fails = Fails(query);
            context.Response.StatusCode = fails ? 503 : 200;
            context.Response.ContentType = "application/json";
            byte[] body = Encoding.UTF8.GetBytes(fails ? """{"status":"error","errorType":"unavailable","error":"the stub was told to fail"}""" : Answer(query, form));
            context.Response.ContentLength64 = body.Length;
            await context.Response.OutputStream.WriteAsync(body);
            context.Response.Close();
        }
        catch (Exception gone) when (gone is HttpListenerException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            // The caller hung up.
        }
    }

    private string Answer(string query, Dictionary<string, string> form)
    {
        bool isCanary = query.Contains("\"v2", StringComparison.Ordinal);
        StringBuilder json = new("""{"status":"success","data":{"resultType":"matrix","result":[""");
        if (Range().Match(query) is { Success: true } range)
        {
            long end = Millis(form["time"]), start = end - (long)(double.Parse(range.Groups["seconds"].Value, CultureInfo.InvariantCulture) * 1000);
            for (int target = 0; target < 2; target++)
            {
                if (target > 0) json.Append(',');
                json.Append(CultureInfo.InvariantCulture, $$"""{"metric":{"job":"shop","instance":"{{(isCanary ? "c" : "b")}}{{target}}"},"values":[""");
                bool isFirst = true;
                for (long t = (start / StepMillis + 1) * StepMillis; t <= end; t += StepMillis)
                {
                    Point(json, t, Counter(query, isCanary, target, t), ref isFirst);
                }

                json.Append("]}");
            }
        }
        else
        {
            json.Append("""{"metric":{},"values":[""");
            bool isFirst = true;
            for (long t = Millis(form["start"]), step = Millis(form["step"]); t <= Millis(form["end"]); t += step) Point(json, t, 0.1 * (1 + 0.02 * (Noise(query, t) - 0.5)), ref isFirst);
            json.Append("]}");
        }

        return json.Append("]}}").ToString();
    }

    // 100 requests a second and target, give or take; of them the bad ones.
    private double Counter(string query, bool isCanary, int target, long millis)
    {
        double rate = query.Contains("5..", StringComparison.Ordinal) ? 100 * (isCanary ? CanaryErrors : 0.01) : 100;
        double seconds = millis / 1000.0 % 10_000_000;
        return Math.Floor(rate * seconds + rate * Noise(query + target, millis));
    }

    private static void Point(StringBuilder json, long millis, double value, ref bool isFirst)
    {
        if (!isFirst) json.Append(',');
        isFirst = false;
        json.Append('[').Append(millis / 1000).Append('.').Append((millis % 1000).ToString("000", CultureInfo.InvariantCulture)).Append(",\"").Append(value.ToString("R", CultureInfo.InvariantCulture)).Append("\"]");
    }

    // In [0, 1), the same for the same text and time.
    private static double Noise(string text, long millis)
    {
        ulong hash = 14695981039346656037;
        foreach (char letter in text) hash = unchecked((hash ^ letter) * 1099511628211);
        hash = unchecked((hash ^ (ulong)millis) * 0x9E3779B97F4A7C15);
        hash ^= hash >> 29;
        hash = unchecked(hash * 0xBF58476D1CE4E5B9);
        return (hash >> 11) / 9007199254740992.0;
    }

    private static long Millis(string seconds) => (long)Math.Round(double.Parse(seconds, CultureInfo.InvariantCulture) * 1000);

    [GeneratedRegex(@"\[(?<seconds>[0-9]+)s\]$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Range();
}
