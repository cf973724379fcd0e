using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Tests;

/// <summary>Builds what a source would have fetched: times in seconds after an origin, one question a side and role.</summary>
internal sealed class Fetched(MetricPolicy metric)
{
    /// <summary>Start of window 0, milliseconds since the Unix epoch.</summary>
    public const long Origin = 1_800_000_000_000;

    /// <summary>How long before its first window a side is asked for, in seconds.</summary>
    public const int LookbackSeconds = 300;

    private readonly List<QueryAnswer> _answers = [];

    /// <summary>Windows of a minute.</summary>
    public static WindowGrid Minutes(int count, int history = 0) => new(Origin, 60_000, count, history);

    public static MetricPolicy Metric(MetricKind kind, string name = "m") =>
        new() { Name = name, Kind = kind, Margin = Margin.Absolute(0.005), Quantiles = kind == MetricKind.Histogram ? [0.5, 0.99] : [] };

    /// <summary>A series of numbers at seconds after the origin.</summary>
    public static FetchedSeries Series(string labels, params (double Seconds, double Value)[] points) => new()
    {
        Labels = labels.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('=', 2)).ToDictionary(l => l[0], l => l[1]),
        TimesMillis = [.. points.Select(p => At(p.Seconds))],
        Values = [.. points.Select(p => p.Value)],
    };

    /// <summary>A counter that is scraped every 15 s over [from, to] and grows by a constant.</summary>
    public static FetchedSeries Counter(string labels, double from, double to, double perScrape, double first = 0, double every = 15) =>
        Series(labels, [.. Enumerable.Range(0, (int)Math.Floor((to - from) / every + 1e-9) + 1).Select(i => (from + i * every, first + i * perScrape))]);

    public static long At(double seconds) => Origin + (long)Math.Round(seconds * 1000);

    /// <summary>The answer of one side and role.</summary>
    public Fetched With(Side side, TermRole role, TermReading reading, params FetchedSeries[] series)
    {
        PlannedQuery query = new(side, role, reading, $"{role.ToString().ToLowerInvariant()}{{version=\"{side}\"}}", At(-LookbackSeconds - 60 * HistoryMinutes(side)), At(3600), 0);
        _answers.Add(new QueryAnswer { Query = query, SentText = query.Text, Series = series });
        return this;
    }

    /// <summary>The same answer on both sides.</summary>
    public Fetched WithBoth(TermRole role, TermReading reading, params FetchedSeries[] series) =>
        With(Side.Baseline, role, reading, series).With(Side.Canary, role, reading, series);

    /// <summary>A question that failed.</summary>
    public Fetched WithProblem(Side side, TermRole role, string message)
    {
        With(side, role, TermReading.Counter);
        _answers[^1] = _answers[^1] with { Problem = new SourceProblem(ProblemKind.Timeout, message, "q") };
        return this;
    }

    /// <summary>Minutes of history that the baseline is asked for.</summary>
    public int History { get; init; }

    public Measurement ToMeasurement() => new(new MetricPlan(metric, [.. _answers.Select(a => a.Query)]), _answers);

    private int HistoryMinutes(Side side) => side == Side.Baseline ? History : 0;
}
