using CanaryJudge.Statistics;

namespace CanaryJudge.Fuzz.Statistics;

/// <summary>
/// The public functions on counts, buckets, evidence and many metrics, fed with the same bytes: an ArgumentException or a sound result, and the same bits twice.
/// </summary>
public static class CountTargets
{
    /// <summary>Exact methods take time in proportion to the root of the counts: enough to meet every branch, little enough to fuzz.</summary>
    private const double LargestCount = 1e7;

    public static void Run(double[] x, double[] y, FuzzInput input)
    {
        Alternative alternative = (Alternative)input.Choose(2, 4);
        double At(int i) => i < x.Length ? x[i] : 1;
        double Count(int i) => At(i) is var value && Math.Abs(value) > LargestCount ? Math.IEEERemainder(value, LargestCount) : value;
        Twice(() => new RatioCounts(Count(0), Count(1)), canary => Twice(() => new RatioCounts(Count(2), Count(3)), baseline => Tables(canary, baseline, At(4), input.Level, alternative)));
        Twice(() => new RateCounts(Count(0), At(1)), canary => Twice(() => new RateCounts(Count(2), At(3)), baseline => Rates(canary, baseline, At(4), input.Level, alternative)));
        Buckets(x, y, input);
        Evidence(x, y, input.Level, At(0));
        Many(x, y, input.Level);
    }

    private static void Tables(RatioCounts canary, RatioCounts baseline, double margin, double level, Alternative alternative)
    {
        Twice(() => MiettinenNurminen.Test(canary, baseline, margin, alternative), Sound);
        Twice(() => FarringtonManning.Test(canary, baseline, margin, alternative), Sound);
        Twice(() => MiettinenNurminen.Interval(canary, baseline, level, alternative), interval => Ordered(interval, -1, 1));
        Twice(() => Fisher.P(canary, baseline, alternative), Probability);
        if (canary.Trials + baseline.Trials < 200)
        {
            Twice(() => Barnard.P(canary, baseline, alternative, new double[Barnard.ScratchLength(canary.Trials, baseline.Trials)]), Probability);
        }

        Twice(() => ConditionalBinomial.ClopperPearson(canary.Events, canary.Trials, level, alternative), interval => Ordered(interval, 0, 1));
        Twice(() => ConditionalBinomialE.LnFactor(canary, baseline, margin, level), Number);
        Twice(() => ConditionalBinomialE.LnExposure(canary, margin, level), Number);
        Twice(() => Gro2x2.LnE(canary, baseline, margin, level), Number);
        Twice(() => BetaBinomialE.LnTwoSided(canary.Events, baseline.Events, level), Number);
        Twice(() => BetaBinomialE.LnGreater(canary.Events, baseline.Events, level), Number);
    }

    private static void Rates(RateCounts canary, RateCounts baseline, double margin, double level, Alternative alternative)
    {
        Twice(() => RateDifference.Test(canary, baseline, margin, alternative), Sound);
        Twice(() => RateDifference.Interval(canary, baseline, level, alternative), interval => Hold(interval.Lower <= interval.Upper, $"{interval}"));
        Twice(() => ConditionalBinomial.RateP(canary, baseline, 1, alternative), Probability);
        Twice(() => ConditionalBinomial.RateRatio(canary, baseline, level, alternative), interval => Hold(interval.Lower <= interval.Upper, $"{interval}"));
    }

    private static void Buckets(double[] x, double[] y, FuzzInput input)
    {
        Twice(() => ClassicHistogram.QuantileOfCumulative(input.Level, x, y), _ => { });
        Twice(() => ClassicHistogram.Quantile(input.Level, y, x), _ => { });
        double[] upper = [.. y.Select(bound => bound * (bound > 0 ? 2 : 0.5))];
        Twice(() => NativeHistogram.Quantile(input.Level, x.Sum(), 1, y, upper, x, (NativeInterpolation)input.Choose(3, 4)), _ => { });
        Twice(() => OrdinalMannWhitney.Test(x, y, Alternative.TwoSided), result => Hold(result.P is >= 0 and <= 1 && result.A12 is >= -1e-12 and <= 1 + 1e-12, $"{result}"));
        Twice(() => default(StratifiedOrdinal).With(x, y).With(y, x).Compare(Alternative.Greater), result => Hold(result.P is >= 0 and <= 1 && result.ClusteredP is >= 0 and <= 1, $"{result}"));
        Twice(() => Exceedance.For(y, x, input.Level, 0.1), result => Hold(result.Harm is > 0 and <= 1 && result.Safety >= result.Harm && result.Edge < y.Length, $"{result}"));
    }

    private static void Evidence(double[] x, double[] y, double level, double margin)
    {
        Twice(() => SeriesScale.Relative(y, level), scale => Twice(() => SeriesPrior.FromHistory(y, scale), prior => Twice(() => Series(x, scale, prior, centre: margin > 0), Levels)));
        Twice(() => RatioPrior.FromHistory(new RatioScale(level, margin, margin > 1), x, y, new double[y.Length]), prior => Twice(
            () =>
            {
                RatioEvidence evidence = new(new double[RatioEvidence.StateLength], new RatioScale(level, margin, margin > 1), prior, margin > 2);
                for (int k = 0; k + 1 < Math.Min(x.Length, y.Length); k += 2)
                {
                    evidence.Add(x[k], y[k], x[k + 1], y[k + 1]);
                }

                return evidence.Evaluate();
            },
            Levels));
        Twice(
            () =>
            {
                WeightedMoments moments = default;
                foreach (double value in x) moments = moments.With(value);
                return AnytimeT.LnE(moments, margin, 1) + AnytimeT.LnE(moments, 0, level);
            },
            Number);
        Twice(() => NormalMixtureE.LnGreater(margin, level, 1), Number);
        Twice(() => SymmetryE.LnE(margin, level), value => Hold(value <= 0.6931471805599454, $"{value:R}"));
        Twice(() => new WaldSprt(0.01, 0.05).RequestsForShares(level, margin), requests => Hold(requests is { UnderHarm: > 0, UnderSafety: > 0, FixedSize: > 0 }, $"{requests}"));
    }

    private static EvidenceLevels Series(double[] x, SeriesScale scale, SeriesPrior prior, bool centre)
    {
        SeriesEvidence evidence = new(scale, prior, prewhiten: centre, centre, capacity: 1);
        foreach (double difference in x) evidence.Add(difference);
        return evidence.Levels;
    }

    private static void Many(double[] x, double[] y, double level)
    {
        bool[] flags = new bool[x.Length];
        Twice(() => WeightedBonferroni.Reject(x, y, level, flags), count => Hold(count == flags.Count(flag => flag), "the flags do not add up"));
        Twice(() => EBenjaminiHochberg.Reject(x, level, flags, new double[x.Length]), count => Hold(count == flags.Count(flag => flag), "the flags do not add up"));
        double[] adjusted = new double[x.Length];
        Twice(
            () =>
            {
                Holm.Adjust(x, adjusted, new double[x.Length]);
                return adjusted.Length;
            },
            _ => Hold(adjusted.Zip(x, (a, p) => a >= p && a <= 1).All(good => good), "an adjusted p-value is below its own"));
    }

    private static void Twice<T>(Func<T> act, Action<T> check)
        where T : struct, IEquatable<T>
    {
        T first;
        try
        {
            first = act();
        }
        catch (ArgumentException)
        {
            return;
        }

        Hold(first.Equals(act()), "the same input gave other bits");
        check(first);
    }

    private static void Sound(ScoreTest test) => Hold(!double.IsNaN(test.Z) && test.P is >= 0 and <= 1, $"{test}");

    private static void Probability(double p) => Hold(p is >= 0 and <= 1, $"p = {p:R}");

    private static void Number(double value) => Hold(!double.IsNaN(value), "the evidence is not a number");

    private static void Levels(EvidenceLevels levels) => Hold(!double.IsNaN(levels.LnHarm) && !double.IsNaN(levels.LnSafe) && levels.Tau >= 1, $"{levels}");

    private static void Ordered(EstimateInterval interval, double least, double most) => Hold(interval.Lower <= interval.Upper && interval.Lower >= least && interval.Upper <= most, $"{interval}");

    private static void Hold(bool holds, string finding)
    {
        if (!holds) throw new InvalidOperationException("Finding: " + finding);
    }
}
