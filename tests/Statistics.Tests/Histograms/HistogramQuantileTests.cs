using CanaryJudge.Statistics.Tests.Oracles;

namespace CanaryJudge.Statistics.Tests.Histograms;

/// <summary>Quantiles against hand computation and against a plain Python program written from Prometheus's documented behaviour (lists, sorting and bisection instead of our single walk).</summary>
public sealed class HistogramQuantileTests
{
    private const string ClassicScript = """
        import bisect, math
        def answer(q, bounds, counts):
            q, merged = q[0], {}
            for b, c in zip(bounds, counts): merged[b] = merged.get(b, 0.0) + c
            les = sorted(merged)
            cum = [merged[b] for b in les]
            if math.isnan(q): return [math.nan]
            if q < 0: return [-math.inf]
            if q > 1: return [math.inf]
            if les[-1] != math.inf: return [math.nan]
            tiny = 2.2250738585072014e-308
            def close(a, b):
                if a == 0 or b == 0 or a + b < tiny: return abs(a - b) < 1e-12 * tiny
                return abs(a - b) / (a + b) < 1e-12
            for i in range(1, len(cum)):
                if cum[i] != cum[i - 1] and (close(cum[i], cum[i - 1]) or cum[i] < cum[i - 1]): cum[i] = cum[i - 1]
            if len(les) < 2 or cum[-1] == 0: return [math.nan]
            rank = q * cum[-1]
            i = bisect.bisect_left(cum, rank, 0, len(cum) - 1)
            if i == len(cum) - 1: return [les[-2]]
            if i == 0 and les[0] <= 0: return [les[0]]
            start, below = (les[i - 1], cum[i - 1]) if i else (0.0, 0.0)
            return [start + (les[i] - start) * ((rank - below) / (cum[i] - below))]
        """;

    private const string NativeScript = """
        import math
        def answer(q, total, kind, lower, upper, counts):
            q, total, kind = q[0], total[0], int(kind[0])
            n = len(counts)
            order = range(n) if q < 0.5 else range(n - 1, -1, -1)
            rank = (q if q < 0.5 else 1 - q) * total
            seen, at = 0.0, 0
            for i in order:
                at = i
                if counts[i] == 0: continue
                seen += counts[i]
                if seen >= rank: break
            lo, hi = lower[at], upper[at]
            if kind == 2:
                if lo == -math.inf:
                    if hi <= 0: return [hi]
                    lo = 0.0
                elif hi == math.inf: return [lo]
            elif lo < 0 < hi:
                if any(u > 0 and l >= 0 for l, u in zip(lower, upper)) and not any(l < 0 and u <= 0 for l, u in zip(lower, upper)): lo = 0.0
                elif any(l < 0 and u <= 0 for l, u in zip(lower, upper)) and not any(u > 0 and l >= 0 for l, u in zip(lower, upper)): hi = 0.0
            seen = min(seen, total)
            if seen < rank: return [hi]
            part = (rank - (seen - counts[at]) if q < 0.5 else seen - rank) / counts[at]
            if kind != 0 or lo <= 0 <= hi: return [lo + (hi - lo) * part]
            a, b = math.log2(abs(lo)), math.log2(abs(hi))
            return [2 ** (a + (b - a) * part) if lo > 0 else -(2 ** (b + (a - b) * (1 - part)))]
        """;

    [Fact]
    public void Classic_DocumentedExample_InterpolatesLinearly()
    {
        // 100 requests: 20 up to 0.1, 70 up to 0.5, 95 up to 1. The 90th lies 20/25 of the way from 0.5 to 1.
        QuantileEstimate estimate = ClassicHistogram.QuantileOfCumulative(0.9, [0.1, 0.5, 1, double.PositiveInfinity], [20, 70, 95, 100]);
        Assert.Equal(new QuantileEstimate(0.5 + 0.5 * (20.0 / 25), false, false), estimate);
        Assert.Equal(estimate, ClassicHistogram.Quantile(0.9, [0.1, 0.5, 1], [20, 50, 25, 5]));
        Assert.Equal(0.05, ClassicHistogram.Quantile(0.1, [0.1, 0.5, 1], [20, 50, 25, 5]).Value);
    }

    [Fact]
    public void Classic_OverflowBucket_AnswersWithTheLastBound() =>
        Assert.Equal(1, ClassicHistogram.Quantile(0.99, [0.1, 0.5, 1], [20, 50, 25, 5]).Value);

    [Fact]
    public void Classic_FirstBoundNotPositive_AnswersWithThatBound() =>
        Assert.Equal(-3, ClassicHistogram.Quantile(0.1, [-3, 5], [50, 40, 10]).Value);

    [Fact]
    public void Classic_CountsThatFall_AreRaisedAndReported()
    {
        QuantileEstimate estimate = ClassicHistogram.QuantileOfCumulative(0.5, [1, 2, 3, double.PositiveInfinity], [10, 8, 20, 20]);
        Assert.Equal(new QuantileEstimate(1, true, false), estimate);
        Assert.True(ClassicHistogram.QuantileOfCumulative(0.5, [1, 2, double.PositiveInfinity], [10, 10 * (1 - 1e-14), 20]).FixedPrecision);
    }

    [Fact]
    public void Classic_UnusualRequests_FollowPrometheus()
    {
        double[] bounds = [1, 2], counts = [1, 1, 1];
        Assert.Equal(double.NegativeInfinity, ClassicHistogram.Quantile(-0.1, bounds, counts).Value);
        Assert.Equal(double.PositiveInfinity, ClassicHistogram.Quantile(1.1, bounds, counts).Value);
        Assert.Equal(double.NaN, ClassicHistogram.Quantile(double.NaN, bounds, counts).Value);
        Assert.Equal(double.NaN, ClassicHistogram.Quantile(0.5, bounds, [0, 0, 0]).Value);
        Assert.Equal(double.NaN, ClassicHistogram.Quantile(0.5, [], [5]).Value);
        Assert.Equal(double.NaN, ClassicHistogram.QuantileOfCumulative(0.5, [1, 2], [1, 2]).Value);
        Assert.Equal(2, ClassicHistogram.Quantile(1, bounds, counts).Value);
    }

    [Fact]
    public void Classic_MalformedBuckets_AreRefusedByName()
    {
        Assert.Equal("bounds", Assert.Throws<ArgumentException>(() => ClassicHistogram.Quantile(0.5, [2, 1], [1, 1, 1])).ParamName);
        Assert.Equal("bounds", Assert.Throws<ArgumentException>(() => ClassicHistogram.Quantile(0.5, [double.NaN], [1, 1])).ParamName);
        Assert.Equal("bounds", Assert.Throws<ArgumentException>(() => ClassicHistogram.Quantile(0.5, [1, double.PositiveInfinity], [1, 1, 1])).ParamName);
        Assert.Equal("counts", Assert.Throws<ArgumentException>(() => ClassicHistogram.Quantile(0.5, [1], [1, double.NaN])).ParamName);
        Assert.Equal("counts", Assert.Throws<ArgumentException>(() => ClassicHistogram.Quantile(0.5, [1], [-1, 1])).ParamName);
        Assert.Equal("counts", Assert.Throws<ArgumentException>(() => ClassicHistogram.Quantile(0.5, [1], [1, double.PositiveInfinity])).ParamName);
        Assert.Equal("counts", Assert.Throws<ArgumentException>(() => ClassicHistogram.Quantile(0.5, [1], [1])).ParamName);
        Assert.Equal("cumulativeCounts", Assert.Throws<ArgumentException>(() => ClassicHistogram.QuantileOfCumulative(0.5, [], [])).ParamName);
    }

    [Fact]
    public void Classic_RandomBuckets_MatchEveryDigitOfThePlainProgram()
    {
        Random random = new(21);
        double[][][] cases = [.. Enumerable.Range(0, 3000).Select(_ => ClassicCase(random))];
        double[][] answers = Oracle.SciPy.Ask(ClassicScript, cases);
        for (int i = 0; i < cases.Length; i++)
        {
            double ours = ClassicHistogram.QuantileOfCumulative(cases[i][0][0], cases[i][1], cases[i][2]).Value;
            Assert.True(answers[i][0].Equals(ours), $"case {i}: ours {ours:R}, theirs {answers[i][0]:R}");
        }
    }

    [Fact]
    public void Native_RandomBuckets_MatchThePlainProgram()
    {
        Random random = new(22);
        double[][][] cases = [.. Enumerable.Range(0, 3000).Select(_ => NativeCase(random))];
        double[][] answers = Oracle.SciPy.Ask(NativeScript, cases);
        WorstDifference exponential = new("Native quantile, exponential, v Python (its log2 and pow differ in the last unit)");
        for (int i = 0; i < cases.Length; i++)
        {
            double[][] c = cases[i];
            double ours = NativeHistogram.Quantile(c[0][0], c[1][0], 1, c[3], c[4], c[5], (NativeInterpolation)(int)c[2][0]);
            if (c[2][0] == 0) exponential.Add(ours, answers[i][0], () => $"case {i}");
            else Assert.True(answers[i][0].Equals(ours), $"case {i}: ours {ours:R}, theirs {answers[i][0]:R}");
        }

        // One unit in the last place of a logarithm of up to 2^4 moves the result by 2^4 ln 2 units.
        exponential.Hold(4e-15, atLeast: 800);
    }

    [Fact]
    public void Native_MiddleOfABucket_IsTheGeometricMean()
    {
        double root = NativeHistogram.Quantile(0.5, 10, 15, [1], [2], [10], NativeInterpolation.Exponential);
        Assert.Equal(Math.Sqrt(2), root, 1e-15);
        Assert.Equal(1.5, NativeHistogram.Quantile(0.5, 10, 15, [1], [2], [10], NativeInterpolation.Linear));
        Assert.Equal(-root, NativeHistogram.Quantile(0.5, 10, -15, [-2], [-1], [10], NativeInterpolation.Exponential));
    }

    [Fact]
    public void Native_ZeroBucket_EndsAtZeroWhenOneSided()
    {
        Assert.Equal(0.05, NativeHistogram.Quantile(0.25, 20, 1, [-0.1, 1], [0.1, 2], [10, 10], NativeInterpolation.Exponential));
        Assert.Equal(-0.05, NativeHistogram.Quantile(0.75, 20, 1, [-2, -0.1], [-1, 0.1], [10, 10], NativeInterpolation.Exponential), 15);
        Assert.Equal(0, NativeHistogram.Quantile(0.5, 10, 0, [-0.1], [0.1], [10], NativeInterpolation.Exponential), 15);
    }

    [Fact]
    public void Native_NaNObservations_CountButHaveNoBucket()
    {
        // 10 of 20 observations are NaN: the 90th percentile cannot be reached, the top of the highest bucket answers.
        Assert.Equal(2, NativeHistogram.Quantile(0.9, 20, double.NaN, [1], [2], [10], NativeInterpolation.Exponential));
        Assert.Equal(1.5, NativeHistogram.Quantile(0.25, 20, double.NaN, [1], [2], [10], NativeInterpolation.Linear));
    }

    [Fact]
    public void Native_UnusualOrMalformed_FollowsTheWrittenRule()
    {
        Assert.Equal(double.NaN, NativeHistogram.Quantile(0.5, 0, 0, [], [], [], NativeInterpolation.Exponential));
        Assert.Equal(double.NegativeInfinity, NativeHistogram.Quantile(-1, 1, 1, [1], [2], [1], NativeInterpolation.Exponential));
        Assert.Equal(double.PositiveInfinity, NativeHistogram.Quantile(2, 1, 1, [1], [2], [1], NativeInterpolation.Exponential));
        Assert.Equal("counts", Assert.Throws<ArgumentException>(() => NativeHistogram.Quantile(0.5, 1, 1, [], [], [], NativeInterpolation.Exponential)).ParamName);
        Assert.Equal("lower", Assert.Throws<ArgumentException>(() => NativeHistogram.Quantile(0.5, 2, 1, [1, 1.5], [2, 3], [1, 1], NativeInterpolation.Exponential)).ParamName);
        Assert.Equal("lower", Assert.Throws<ArgumentException>(() => NativeHistogram.Quantile(0.5, 2, 1, [double.NegativeInfinity], [3], [1], NativeInterpolation.Exponential)).ParamName);
        Assert.Equal("count", Assert.Throws<ArgumentException>(() => NativeHistogram.Quantile(0.5, double.NaN, 1, [1], [2], [1], NativeInterpolation.Exponential)).ParamName);
        Assert.Equal("interpolation", Assert.Throws<ArgumentException>(() => NativeHistogram.Quantile(0.5, 1, 1, [1], [2], [1], (NativeInterpolation)9)).ParamName);
    }

    [Fact]
    public void Quantiles_OnceWarm_AllocateNothing()
    {
        double[] bounds = [1, 2, 4], counts = [5, 5, 5, 1], lower = [1, 2, 4], upper = [2, 4, 8], native = [3, 4, 5];
        Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        double Run() => ClassicHistogram.Quantile(0.9, bounds, counts).Value + NativeHistogram.Quantile(0.9, 12, 1, lower, upper, native, NativeInterpolation.Exponential)
            + OrdinalMannWhitney.Test(counts, counts, Alternative.TwoSided).P + default(StratifiedOrdinal).With(counts, counts).Compare(Alternative.Greater).P
            + Exceedance.For(bounds, counts, 0.9, 0.1).Harm;
    }

    private static double[][] ClassicCase(Random random)
    {
        int n = random.Next(1, 14);
        double[] bounds = new double[n], counts = new double[n];
        double bound = random.Next(3) == 0 ? -random.NextDouble() : random.NextDouble(), sum = 0;
        for (int i = 0; i < n; i++)
        {
            bounds[i] = bound;
            if (random.Next(8) != 0) bound += random.NextDouble() * 3;
            sum += random.Next(4) == 0 ? 0 : random.Next(3) == 0 ? random.Next(50) : 50 * random.NextDouble();
            counts[i] = random.Next(10) switch { 0 => sum * random.NextDouble(), 1 => sum * (1 + 1e-14), _ => sum };
        }

        if (random.Next(20) != 0) bounds[^1] = double.PositiveInfinity;
        double q = random.Next(8) switch { 0 => 0, 1 => 1, 2 => random.Next(2) == 0 ? -0.5 : 1.5, _ => random.NextDouble() };
        return [[q], bounds, counts];
    }

    private static double[][] NativeCase(Random random)
    {
        int kind = random.Next(3), schema = random.Next(-1, 5), positive = random.Next(0, 6), negative = random.Next(3) == 0 ? random.Next(0, 4) : 0;
        List<(double Lower, double Upper)> buckets = [];
        if (kind == 2)
        {
            double at = random.NextDouble() - 0.5;
            buckets.Add((double.NegativeInfinity, at));
            for (int i = 0; i < positive; i++) buckets.Add((at, at += random.NextDouble() + 0.01));
            buckets.Add((at, double.PositiveInfinity));
        }
        else
        {
            double factor = Math.Pow(2, Math.Pow(2, -schema)), start = Math.Pow(factor, random.Next(-20, 20)), zero = Math.Min(1e-6, start / 2);
            for (int i = negative; i > 0; i--) buckets.Add((-start * Math.Pow(factor, i), -start * Math.Pow(factor, i - 1)));
            if (random.Next(2) == 0 || positive + negative == 0) buckets.Add((-zero, zero));
            for (int i = 0; i < positive; i++) buckets.Add((start * Math.Pow(factor, i), start * Math.Pow(factor, i + 1)));
        }

        double[] counts = [.. buckets.Select(_ => (double)(random.Next(5) == 0 ? 0 : random.Next(1, 30)))];
        if (counts.Sum() == 0) counts[0] = 3;
        double[] lower = [.. buckets.Select(bucket => bucket.Lower)], upper = [.. buckets.Select(bucket => bucket.Upper)];
        for (int i = 1; i < lower.Length; i++) lower[i] = Math.Max(lower[i], upper[i - 1]);
        return [[0.001 + 0.998 * random.NextDouble()], [counts.Sum()], [kind], lower, upper, counts];
    }
}
