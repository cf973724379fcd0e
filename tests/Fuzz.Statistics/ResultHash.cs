using CanaryJudge.Statistics;

namespace CanaryJudge.Fuzz.Statistics;

/// <summary>
/// One number for the bits of every two-sample and paired result, and of evidence window by window, over many seeded inputs: runs that differ only in what the processor is allowed to do must agree on it.
/// Ties, lopsided sizes, -0, denormals, infinities, NaN and huge values all occur; an input that is refused counts with its message.
/// </summary>
public static class ResultHash
{
    /// <summary>Hashes so many inputs of a few values; a 128th of them have up to 150, a 4096th up to 3,000.</summary>
    public static ulong Of(int seed, int count)
    {
        Random random = new(seed);
        ulong hash = 14695981039346656037;
        for (int i = 0; i < count; i++)
        {
            int largest = i % 4096 == 0 ? 3000 : i % 128 == 0 ? 150 : 12;
            int kind = random.Next(8);
            double[] x = Values(random, random.Next(largest + 1), kind), y = Values(random, random.Next(3) == 0 ? random.Next(4) : random.Next(largest + 1), kind);
            Alternative alternative = (Alternative)(i % 3);
            Add(ref hash, () => MannWhitney.Test(x, y, alternative) is var r ? [r.U, r.P, r.LnP, (double)r.Method] : []);
            Add(ref hash, () => MannWhitney.Test(x, y, alternative, MannWhitneyMethod.Normal) is var r ? [r.U, r.P, r.LnP] : []);
            Add(ref hash, () => HodgesLehmann.Interval(x, y, i % 2 == 0 ? 0.98 : 0.9, alternative) is var r ? [r.Shift, r.Lower, r.Upper, r.Level, (double)r.Method] : []);
            Add(ref hash, () => EffectSize.Of(x, y) is var r ? [r.A12, r.CliffsDelta, r.CliffsDeltaError] : []);
            Add(ref hash, () => BrunnerMunzel.Test(x, y, alternative) is var r ? [r.P, r.LnP] : []);
            Add(ref hash, () => KayentaClassifier.Classify(x, y, KayentaRules.Default) is var r ? [(double)r.Class, r.Shift, r.Lower, r.Upper, r.Deviation] : []);
            Add(ref hash, () => SignedRank.Test(x, alternative, (ZeroRule)(i % 2)) is var r ? [r.WPlus, r.P, r.LnP] : []);
            Add(ref hash, () => WalshAverages.Interval(x, 0.95, alternative) is var r ? [r.Shift, r.Lower, r.Upper, r.Level] : []);
            if (i % 16 != 0) continue; // without a vector unit every operation on lanes is a call
            Add(ref hash, () => Counts(x, y));
            Add(ref hash, () => Series(x, y));
        }

        return hash;
    }

    // The rest of a division by 30 as events among a thousand requests; NaN and infinities are gaps.
    private static double[] Counts(double[] x, double[] y)
    {
        RatioScale scale = RatioScale.Share(0.005);
        double[] events = [.. x.Select(value => Math.Abs(value) % 30)], trials = [.. x.Select(_ => 1000.0)];
        BurstPrior prior = BurstPrior.FromHistory(scale, events, trials, new double[BurstPrior.ScratchLength(x.Length)]);
        TemperedRatioEvidence evidence = new(new double[TemperedRatioEvidence.StateLength], scale, prior);
        for (int k = 0; k < Math.Min(x.Length, y.Length); k++) evidence.Add(events[k], 1000, Math.Abs(y[k]) % 30, 800 + k);
        return Numbers(evidence.Evaluate());
    }

    private static double[] Series(double[] x, double[] y)
    {
        SeriesScale scale = SeriesScale.Absolute(0.5);
        MixedSeriesEvidence evidence = new(scale, MemoryPrior.FromHistory(x, scale), capacity: 1);
        foreach (double value in y) evidence.Add(value);
        return Numbers(evidence.Levels);
    }

    private static double[] Numbers(EvidenceLevels levels) => [levels.LnHarm, levels.LnSafe, levels.Tau];

    private static double[] Values(Random random, int count, int kind)
    {
        double[] values = new double[count];
        foreach (ref double value in values.AsSpan())
        {
            value = kind switch
            {
                0 => random.Next(-2, 3),
                1 => random.Next(40) / 8.0,
                2 => random.Next(5) switch { 0 => 0.0, 1 => -0.0, 2 => double.Epsilon * random.Next(-3, 4), 3 => 1e308 * random.Next(-1, 2), _ => random.NextDouble() },
                3 => Math.Exp(20 * random.NextDouble()) * (random.Next(2) - 0.5),
                _ => random.NextDouble() - 0.3,
            };
        }

        if (count > 0 && kind >= 4 && random.Next(16) == 0)
            values[random.Next(count)] = random.Next(4) switch { 0 => double.NaN, 1 => -double.NaN, 2 => double.PositiveInfinity, _ => double.NegativeInfinity };
        return values;
    }

    private static void Add(ref ulong hash, Func<double[]> results)
    {
        try
        {
            foreach (double result in results()) Add(ref hash, BitConverter.DoubleToUInt64Bits(result));
        }
        catch (ArgumentException refused)
        {
            foreach (char letter in refused.Message) Add(ref hash, letter);
        }
    }

    private static void Add(ref ulong hash, ulong word) => hash = unchecked((hash ^ word) * 1099511628211 + (hash >> 29));
}
