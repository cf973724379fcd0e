using System.Globalization;
using System.Text;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Sources;

namespace CanaryJudge.Cli.Tests.Rehearsing;

/// <summary>Pasts that a command line can be given: recordings as text, and a source that answers from memory.</summary>
internal static class PastFiles
{
    /// <summary>Lines of 90 windows (30 history) of an error share, and a memory series with some noise.</summary>
    /// <param name="lines">Recordings.</param>
    /// <param name="requests">Requests a window.</param>
    /// <param name="margin">The error share's margin.</param>
    public static string Recordings(int lines, int requests = 2000, string margin = "0.01")
    {
        Random random = new(1);
        var text = new StringBuilder();
        for (int i = 0; i < lines; i++)
        {
            int[] bad = [.. Enumerable.Range(0, 90).Select(_ => Enumerable.Range(0, requests / 100).Sum(_ => random.Next(3)))];
            double[] memory = [.. Enumerable.Range(0, 90).Select(_ => 500 + 8 * (random.NextDouble() + random.NextDouble() - 1))];
            string Bad(Range range) => string.Join(',', bad[range]);
            string Memory(Range range) => string.Join(',', memory[range].Select(v => v.ToString("R", CultureInfo.InvariantCulture)));
            string Same(int count, object value) => string.Join(',', Enumerable.Repeat(value, count));
            text.Append($$$"""
                {"format":"canaryjudge.io/recording/v1","id":"past/{{{i}}}","policy":"past","interval_seconds":60,"warmup":3,"horizon":60,"metrics":[
                {"name":"error_rate","kind":"ratio","direction":"increase","margin":{"absolute":{{{margin}}}},"history":{"bad":[{{{Bad(..30)}}}],"total":[{{{Same(30, requests)}}}]},
                "baseline":{"bad":[{{{Bad(30..)}}}],"total":[{{{Same(60, requests)}}}]},"canary":{"bad":[{{{Same(60, "null")}}}],"total":[{{{Same(60, "null")}}}]}},
                {"name":"memory","kind":"series","unit":"bytes","direction":"increase","resource":true,"margin":{"relative":0.1},"history":{"values":[{{{Memory(..30)}}}]},
                "baseline":{"values":[{{{Memory(30..)}}}]},"canary":{"values":[{{{Same(60, "null")}}}]}}]}
                """.ReplaceLineEndings(" ")).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Counters of several instances that rise at random; all of one version. Keeps every question.</summary>
    internal sealed class Instances(int count) : IMetricSource
    {
        private readonly List<PlannedQuery> _asked = [];

        /// <summary>Every question so far.</summary>
        public IReadOnlyList<PlannedQuery> Asked => _asked;

        public string Name => "prometheus http://localhost:9090";

        public Task<Measurement> MeasureAsync(MetricPlan metric, CancellationToken cancellationToken)
        {
            lock (_asked) _asked.AddRange(metric.Queries);
            return Task.FromResult(new Measurement(metric, [.. metric.Queries.Select(Answer)]));
        }

        private QueryAnswer Answer(PlannedQuery query) => new()
        {
            Query = query,
            SentText = query.Text,
            Series = [.. Enumerable.Range(0, count).Select(i => Series(query, i))],
        };

        private static FetchedSeries Series(PlannedQuery query, int instance)
        {
            const long Step = 15_000;
            long first = (query.StartMillis / Step + 1) * Step;
            long[] times = [.. Enumerable.Range(0, (int)((query.EndMillis - first) / Step) + 1).Select(k => first + k * Step)];
            // The same moment has the same count in every answer: counts are a function of time.
            double[] values = [.. times.Select(t => Rising(t, instance, query.Role == TermRole.Total ? 75 : 1))];
            return new FetchedSeries { Labels = new Dictionary<string, string> { ["__name__"] = "http_requests_total", ["pod"] = $"shop-{instance}" }, TimesMillis = times, Values = values };
        }

        private static double Rising(long time, int instance, int perStep)
        {
            long step = time / 15_000;
            uint mixed = unchecked((uint)(step * 2654435761) ^ (uint)(instance * 40503));
            return step * perStep + (perStep == 1 ? mixed % 4 / 2 : 0);
        }
    }
}
