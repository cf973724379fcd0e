using CanaryJudge.Judging.Measuring;
using CanaryJudge.Sources.Prometheus.Decoding;

namespace CanaryJudge.Sources.Prometheus;

/// <summary>Names what a server's refusal or failure means, with what to do about it.</summary>
internal static class ServerProblem
{
    private const string NoApi = "check that the address and its path prefix lead to a Prometheus API, and that no login page or proxy stands before it";

    /// <summary>A refusal or failure that the server answered.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="errorType">The server's kind of error; empty when it gave none.</param>
    /// <param name="words">The server's words, safe to show; empty when it gave none.</param>
    /// <param name="query">The query as sent.</param>
    /// <param name="retryAfter">How long the server asks to wait.</param>
    public static Attempt Refused(int status, string errorType, string words, string query, TimeSpan? retryAfter)
    {
        bool timedOut = errorType is "timeout" || status == 504;
        bool tooMuch = status == 413 || IsTooMuch(words);
        (ProblemKind kind, string what, string remedy) = status switch
        {
            401 => (ProblemKind.Unauthorized, "the server wants credentials, or others", "check the user name, the password or the token"),
            403 => (ProblemKind.Unauthorized, "the server does not allow this with these credentials", "check the tenant and what the credentials may read"),
            404 or 405 => (ProblemKind.Rejected, "the server has no Prometheus API there", NoApi),
            429 => (ProblemKind.Overloaded, "the server limits how often it is asked", "ask less often, or raise its limit"),
            >= 300 and < 400 => (ProblemKind.Malformed, "the server sends us elsewhere", NoApi),
            _ when tooMuch => (ProblemKind.TooLarge, "the server refused to read so much", "narrow the selector, or raise the server's limit"),
            _ when timedOut => (ProblemKind.Timeout, "the server did not finish in time", "simplify the query, or raise the timeout"),
            503 => (ProblemKind.Overloaded, "the server is not available", "try again later"),
            >= 500 => (ProblemKind.ServerError, "the server failed", "look at its log"),
            _ => (ProblemKind.Rejected, "the server refused the query", "correct the query"),
        };
        string kindOfError = errorType.Length > 0 ? $"{status} {errorType}" : $"{status}";
        string said = words.Length > 0 ? $": {words}" : "";
        return new Attempt
        {
            Problem = new SourceProblem(kind, Sentence($"{what} ({kindOfError}){said}; {remedy}"), query, status),
            Retryable = (status is 429 or 500 or 502 or 503 or 504) && !timedOut && !tooMuch,
            RetryAfter = retryAfter,
            TooLong = tooMuch,
        };
    }

    /// <summary>An answer that could not be decoded.</summary>
    public static Attempt Undecoded(DecodeFault fault, string query, int status)
    {
        (ProblemKind kind, string remedy) = fault.Kind switch
        {
            DecodeFaultKind.EndedEarly => (ProblemKind.Unreachable, "try again"),
            DecodeFaultKind.TooManyBytes => (ProblemKind.TooLarge, "narrow the selector or the time, or raise the limit (maxAnswerBytes)"),
            DecodeFaultKind.TooManySeries => (ProblemKind.TooLarge, "narrow the selector, or raise the limit (maxSeries)"),
            DecodeFaultKind.TooManyPoints => (ProblemKind.TooLarge, "narrow the selector or the time, or raise the limit (maxPoints)"),
            _ => (ProblemKind.Malformed, NoApi),
        };
        return new Attempt
        {
            Problem = new SourceProblem(kind, Sentence($"the answer cannot be read: {fault.Message} (at byte {fault.Offset}); {remedy}"), query, status),
            Retryable = fault.Kind == DecodeFaultKind.EndedEarly,
            TooLong = fault.Kind == DecodeFaultKind.TooManyBytes,
        };
    }

    /// <summary>A web page instead of an answer.</summary>
    public static Attempt WebPage(string query, int status) => new()
    {
        Problem = new SourceProblem(ProblemKind.Malformed, Sentence($"the server answered a web page instead of JSON; {NoApi}"), query, status),
    };

    /// <summary>Any other problem.</summary>
    public static Attempt Of(ProblemKind kind, string message, string query, bool retryable = false) => new()
    {
        Problem = new SourceProblem(kind, Sentence(message), query),
        Retryable = retryable,
    };

    private static bool IsTooMuch(string words) =>
        words.Contains("too many samples", StringComparison.OrdinalIgnoreCase) // Prometheus, Thanos
        || words.Contains("maxSamplesPerQuery", StringComparison.Ordinal); // VictoriaMetrics

    private static string Sentence(string message) => char.ToUpperInvariant(message[0]) + message[1..] + ".";
}
