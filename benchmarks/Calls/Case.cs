using System.Buffers.Binary;
using System.Diagnostics;
using CanaryJudge.Contracts.V1;
using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Policies;
using Google.Protobuf;

namespace CanaryJudge.Benchmarks.Calls;

/// <summary>A request to JudgeMeasurements, an echo of the same size, and what judging the same numbers takes without a call.</summary>
internal sealed record Case(string Name, JudgeMeasurementsRequest Request, Judging.Policies.CanaryPolicy Policy, IReadOnlyList<MetricWindows> Windows)
{
    private const string Ratio = """{"apiVersion": "canaryjudge.io/v1", "kind": "CanaryPolicy", "metadata": {"name": "ratio"}, "spec": {"warmup": 0, "horizon": 1000, "metrics": [{"name": "m", "kind": "ratio", "bad": "b", "total": "t", "margin": "1pp"}]}}""";
    private const string Series = """{"apiVersion": "canaryjudge.io/v1", "kind": "CanaryPolicy", "metadata": {"name": "series"}, "spec": {"warmup": 0, "horizon": 1000, "metrics": [{"name": "m", "kind": "series", "gauge": "g", "margin": "10%"}]}}""";

    private static readonly Dictionary<string, double> Judged = [];

    /// <summary>The policies that the requests name, as files of the service.</summary>
    public static IReadOnlyDictionary<string, string> Policies { get; } = new Dictionary<string, string> { ["ratio.json"] = Ratio, ["series.json"] = Series };

    public static IReadOnlyList<Case> All { get; } = [OfRatio(4), OfSeries(900, isListed: false), OfSeries(900, isListed: true)];

    /// <summary>The request as it stands in the body of a call, and an echo's of the same size.</summary>
    public (byte[] Judge, byte[] Echo) Bodies
    {
        get
        {
            byte[] judge = Framed(Request);
            Payload payload = new() { Data = ByteString.CopyFrom(new byte[judge.Length]) };
            payload.Data = ByteString.CopyFrom(new byte[(2 * judge.Length) - 5 - payload.CalculateSize()]);
            return (judge, Framed(payload));
        }
    }

    /// <summary>The least time of judging the numbers alone, in microseconds: measured once for the numbers of a policy, however they are sent.</summary>
    public double JudgingMicroseconds()
    {
        if (Judged.TryGetValue(Policy.Name, out double known)) return known;
        double least = double.PositiveInfinity;
        for (long begin = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begin) < TimeSpan.FromSeconds(1);)
        {
            long start = Stopwatch.GetTimestamp();
            for (int k = 0; k < 20; k++) Judging.Judge.Evaluate(Policy, Windows);
            least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalMicroseconds / 20);
        }

        return Judged[Policy.Name] = least;
    }

    private static Case OfRatio(int windows)
    {
        (double[] Bad, double[] Total) Side(int shift) => ([.. Enumerable.Range(0, windows).Select(k => 200.0 + ((k + shift) % 7))], [.. Enumerable.Range(0, windows).Select(k => 20_000.0 + (37 * k))]);
        ((double[] Bad, double[] Total) baseline, (double[] Bad, double[] Total) canary) = (Side(0), Side(3));
        RatioMeasurement ratio = new();
        ratio.Baseline.Add(baseline.Bad.Zip(baseline.Total, (bad, total) => new RatioWindow { Bad = bad, Total = total }));
        ratio.Canary.Add(canary.Bad.Zip(canary.Total, (bad, total) => new RatioWindow { Bad = bad, Total = total }));
        return Of($"{windows} windows of a ratio", Ratio, new MetricMeasurement { Ratio = ratio }, new RatioWindows(baseline.Bad, baseline.Total), new RatioWindows(canary.Bad, canary.Total), new RatioWindows([], []));
    }

    private static Case OfSeries(int windows, bool isListed)
    {
        double[] Side(int shift) => [.. Enumerable.Range(0, windows).Select(k => 100 + Math.Sin((k + shift) * 1.7) + (0.1 * ((k + shift) % 13)))];
        (double[] baseline, double[] canary) = (Side(0), Side(5));
        SeriesMeasurement series = new();
        if (isListed)
        {
            series.BaselineValues.Add(baseline);
            series.CanaryValues.Add(canary);
        }
        else
        {
            series.Baseline.Add(baseline.Select(value => new SeriesWindow { Value = value }));
            series.Canary.Add(canary.Select(value => new SeriesWindow { Value = value }));
        }

        return Of($"{windows} windows of a series{(isListed ? ", as lists" : "")}", Series, new MetricMeasurement { Series = series }, new SeriesWindows(baseline), new SeriesWindows(canary), new SeriesWindows([]));
    }

    private static Case Of(string name, string policyText, MetricMeasurement measurement, SideWindows baseline, SideWindows canary, SideWindows history)
    {
        Judging.Policies.CanaryPolicy policy = PolicyParser.Parse(policyText).Policy ?? throw new InvalidOperationException(string.Join(" ", PolicyParser.Parse(policyText).Violations.Select(v => v.Message)));
        measurement.Metric = policy.Metrics[0].Name;
        return new Case(
            name,
            new JudgeMeasurementsRequest { Policy = new PolicyChoice { Name = policy.Name }, Measurements = { measurement } },
            policy,
            [new MetricWindows { Metric = policy.Metrics[0], Baseline = baseline, Canary = canary, History = history }]);
    }

    // A flag that it is not compressed, its length, and the message.
    private static byte[] Framed(IMessage message)
    {
        byte[] body = message.ToByteArray(), framed = new byte[body.Length + 5];
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), body.Length);
        body.CopyTo(framed, 5);
        return framed;
    }
}
