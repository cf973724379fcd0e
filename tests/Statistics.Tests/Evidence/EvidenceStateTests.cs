using System.Runtime.CompilerServices;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.Evidence;

/// <summary>State that can be saved between any two windows, and running sums that agree with the formulas computed from all values at once.</summary>
public sealed class EvidenceStateTests
{
    private static readonly RatioScale Scale = RatioScale.Share(0.005);

    /// <summary>Eighths: sums with larger numbers lose no digit, so that a law is not blamed for what the addition in the test rounds away.</summary>
    private static readonly Gen<double> Steps = Gen.Int[-40, 40].Select(step => step / 8.0);

    [Fact]
    public void RatioState_FillsItsDoublesExactly() => Assert.Equal(RatioEvidence.StateLength * sizeof(double), Unsafe.SizeOf<RatioState>());

    [Fact]
    public void RatioEvidence_SavedAndRestoredBetweenWindows_GivesTheSameBits()
    {
        Random random = new(81);
        double[] straight = new double[RatioEvidence.StateLength], saved = new double[RatioEvidence.StateLength];
        RatioPrior prior = new(0.002, 20, 1.05, 120, 9000, HasHistory: true);
        for (int k = 0; k < 60; k++)
        {
            RatioCounts canary = new(random.Next(30), 900 + random.Next(200)), baseline = new(random.Next(20), 900 + random.Next(200));
            RatioEvidence running = new(straight, Scale, prior);
            double[] copy = [.. saved.Select(value => BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(value)))];
            RatioEvidence restored = new(copy, Scale, prior);
            if (k % 9 == 4)
            {
                running.AddGap();
                restored.AddGap();
            }
            else
            {
                running.Add(canary, baseline);
                restored.Add(canary, baseline);
            }

            saved = copy;
            Assert.Equal(running.Evaluate(), restored.Evaluate());
        }
    }

    [Fact]
    public void Moments_SavedAndRestored_AreEqual()
    {
        WeightedMoments moments = default(WeightedMoments).With(0.1, 3).With(-7.25, 0.3).With(1e100, 1e-200);
        double[] state = new double[WeightedMoments.StateLength];
        moments.CopyTo(state);
        Assert.Equal(moments, WeightedMoments.FromState(state));
        Assert.Equal("state", Assert.Throws<ArgumentException>(() => moments.CopyTo(new double[3])).ParamName);
        Assert.Equal("state", Assert.Throws<ArgumentException>(() => WeightedMoments.FromState(new double[3])).ParamName);
    }

    [Fact]
    public void Moments_ManyValues_AgreeWithTwoPasses() => Gen.Select(Steps.Array[1, 60], Gen.Int[0, 1_000_000]).Sample((values, level) =>
    {
        WeightedMoments moments = default;
        double weight = 0, mean = 0, squares = 0;
        for (int k = 0; k < values.Length; k++) moments = moments.With(level + values[k], 1 + k % 3);
        for (int k = 0; k < values.Length; k++) weight += 1 + k % 3;
        for (int k = 0; k < values.Length; k++) mean += (1 + k % 3) * (level + values[k]) / weight;
        for (int k = 0; k < values.Length; k++) squares += (1 + k % 3) * (level + values[k] - mean) * (level + values[k] - mean);
        Assert.Equal(mean, moments.Mean, 1e-9 + level * 1e-13);
        Assert.Equal(squares, moments.SquaredDeviations, (1 + squares) * (1e-9 + level * 1e-12));
        Assert.Equal(weight, moments.Weight, 1e-9);
    });

    [Fact]
    public void LagSums_ValuesWithGaps_AgreeWithTheDefinition() => Steps.Array[1, 50].Sample(values =>
    {
        for (int k = 3; k < values.Length; k += 7) values[k] = double.NaN;
        LagSums lags = default;
        foreach (double value in values) lags = lags.With(value + 100);
        double[] valid = [.. values.Where(value => !double.IsNaN(value))];
        double mean = valid.Average(), numerator = 0, denominator = valid.Sum(value => (value - mean) * (value - mean));
        int pairs = 0;
        for (int k = 1; k < values.Length; k++)
        {
            if (double.IsNaN(values[k]) || double.IsNaN(values[k - 1])) continue;
            numerator += (values[k] - mean) * (values[k - 1] - mean);
            pairs++;
        }

        double expected = pairs == 0 || denominator == 0 ? 0 : numerator / denominator * valid.Length / pairs;
        Assert.Equal(expected, lags.RawCorrelation, 1e-8);
        // The other implementation goes through all windows at once.
        Assert.Equal(AutocorrelationTime.Of(values, AutocorrelationPrior.Series).Time, lags.Tau(0.5, 8, 0.3), 1e-7);
    });

    [Fact]
    public void SeriesEvidence_NothingToCut_EqualsTheFormFromMoments()
    {
        double[] differences = [0.01, 0.03, -0.02, double.NaN, 0.02, 0.04, 0.01, -0.01, 0.03, 0.02];
        SeriesScale scale = new(true, 0.1);
        SeriesPrior prior = SeriesPrior.WithoutHistory(scale);
        LagSums lags = default;
        WeightedMoments moments = default;
        foreach (double difference in differences)
        {
            lags = lags.With(difference);
            if (!double.IsNaN(difference)) moments = moments.With(difference);
        }

        EvidenceLevels whole = Series(differences, scale, prior);
        EvidenceLevels plain = TMixture.Evaluate(moments, 0, scale.Margin, prior.Windows, prior.Variance, lags.Tau(prior.Correlation, prior.CorrelationWindows, 0.3));
        Assert.Equal(plain.LnSafe, whole.LnSafe, 1e-12);
        Assert.Equal(plain.LnHarm, whole.LnHarm, 1e-12);
        Assert.Equal(9, whole.Windows);
    }

    [Fact]
    public void RatioEvidence_RandomWindows_EqualsTheKeysComputedApart() => Gen.Select(Gen.Int[0, 30].Array[40], Gen.Int[900, 1100].Array[40]).Sample((events, trials) =>
    {
        RatioPrior prior = new(0.002, 20, 1.05, 120, 9000, HasHistory: true);
        RatioEvidence evidence = new(new double[RatioEvidence.StateLength], Scale, prior);
        WeightedMoments moments = default;
        LagSums lags = default;
        double before = prior.Events, all = prior.Trials, seen = 0, served = 0, key = 0;
        for (int k = 0; k + 1 < events.Length; k += 2)
        {
            RatioCounts canary = new(events[k], trials[k]), baseline = new(events[k + 1], trials[k + 1]);
            key += ConditionalBinomialE.LnFactor(canary, baseline, (1 + before) / (1 / Scale.Margin + all), Scale.Margin * EffectGrid.Multiples[0]);
            WindowDifference window = evidence.Add(canary, baseline);
            moments = moments.With(window.Value, window.Weight);
            lags = lags.With(window.Value * Math.Sqrt(window.Weight));
            (before, all) = (before + baseline.Events, all + baseline.Trials);
            (seen, served) = (seen + canary.Events + baseline.Events, served + canary.Trials + baseline.Trials);
            double p = (seen + 0.5) / (served + 1), tau = lags.Tau(0, 16, 0);
            EvidenceLevels learned = TMixture.Evaluate(moments, 0, Scale.Margin, prior.Windows, prior.Dispersion, moments.Count >= 12 && tau > 1.5 ? tau : 1, 1 / (p * (1 - p)));
            Assert.Equal(learned.LnHarm, evidence.Learned().LnHarm, 1e-9);
            Assert.Equal(learned.LnSafe, evidence.Learned().LnSafe, 1e-9);
        }

        // The mixture gives the margin the weight 0.6, and the other effects no less than nothing.
        Assert.True(evidence.LnConditional() >= Math.Log(0.6) + key - 1e-9);
    });

    [Fact]
    public void SeriesEvidence_SavedAndRestoredBetweenWindows_GivesTheSameBits() =>
        Gen.Select(Steps.Array[2, 90], Gen.Int[0, 90], Gen.Bool, Gen.Bool).Sample((values, at, prewhiten, centre) =>
        {
            for (int k = 5; k < values.Length; k += 9) values[k] = k % 2 == 0 ? double.NaN : 1000 * values[k];
            SeriesScale scale = SeriesScale.Absolute(2);
            SeriesPrior prior = SeriesPrior.FromHistory(values.AsSpan(0, values.Length / 2), scale, 12, 6);
            SeriesEvidence straight = new(scale, prior, prewhiten, centre, capacity: 4), broken = new(scale, prior, prewhiten, centre, capacity: 4);
            for (int k = 0; k < values.Length; k++)
            {
                if (k == at)
                {
                    double[] state = new double[broken.StateLength];
                    broken.CopyTo(state);
                    broken = new SeriesEvidence(scale, prior, prewhiten, centre);
                    broken.Restore(state);
                }

                straight.Add(values[k]);
                broken.Add(values[k]);
                Assert.Equal(straight.Levels, broken.Levels);
                WindowDifference[] one = new WindowDifference[k + 1], two = new WindowDifference[k + 1];
                Assert.Equal(straight.CopyWindows(one), broken.CopyWindows(two));
                Assert.Equal(one, two);
            }
        });

    [Fact]
    public void SortedValues_RandomRows_HaveTheMediansOfSorting() => Steps.Array[1, 70].Sample(values =>
    {
        SortedValues sorted = new(1);
        for (int k = 0; k < values.Length; k++)
        {
            sorted.Add(values[k]);
            double median = Median([.. values.Take(k + 1)]);
            Assert.Equal(median, sorted.Median);
            Assert.Equal(Median([.. values.Take(k + 1).Select(value => Math.Abs(value - median))]), sorted.MedianDistance(median));
        }

        static double Median(double[] row)
        {
            Array.Sort(row);
            return row.Length % 2 == 1 ? row[row.Length / 2] : (row[row.Length / 2 - 1] + row[row.Length / 2]) / 2;
        }
    });

    [Fact]
    public void SeriesEvidence_OneWildWindow_IsCutAndAGapLetsItBackInOnlyWithoutPrewhitening()
    {
        double[] calm = [0.00, 0.02, -0.01, 0.01, 0.00, -0.02, 0.01, 0.00, 0.01, -0.01], wild = [.. calm], gap = [.. calm, double.NaN];
        wild[4] = 50;
        gap[4] = 50;
        SeriesScale scale = new(true, 0.1);
        SeriesPrior prior = SeriesPrior.WithoutHistory(scale);
        double safeCalm = Series(calm, scale, prior).LnSafe, safeWild = Series(wild, scale, prior).LnSafe;
        Assert.InRange(safeWild, safeCalm * 0.5, safeCalm);
        Assert.True(Series(gap, scale, prior).LnSafe < 0.1);
        Assert.Equal(Series(wild, scale, prior, prewhiten: true), Series(gap, scale, prior, prewhiten: true));
    }

    [Fact]
    public void RatioEvidence_IdenticalSides_NeverSpeaksForHarm() => Gen.Select(Gen.Int[1, 2000], Gen.Int[0, 2000], Gen.Int[1, 60]).Sample((trials, events, windows) =>
    {
        double[] state = new double[RatioEvidence.StateLength];
        RatioEvidence evidence = new(state, Scale, RatioPrior.WithoutHistory);
        RatioCounts counts = new(Math.Min(events, trials), trials);
        for (int k = 0; k < windows; k++)
        {
            evidence.Add(counts, counts);
            Assert.True(evidence.Evaluate().LnHarm <= 1e-9);
        }
    });

    [Fact]
    public void RatioEvidence_NoEventsAnywhere_GrowsForSafetyByExposureOnly()
    {
        RatioEvidence evidence = new(new double[RatioEvidence.StateLength], Scale, RatioPrior.WithoutHistory);
        for (int k = 0; k < 7; k++) evidence.Add(new(0, 100), new(0, 100));
        EvidenceLevels levels = evidence.Evaluate();
        Assert.Equal(7 * 100 * 0.005, Math.Max(levels.LnSafe, 7 * 100 * 0.005), 1e-12);
        Assert.True(levels.LnHarm <= 0 && levels.LnSafe > 0);
    }

    [Fact]
    public void RatioEvidence_TotalFailure_IsSeenWithinTwoWindows()
    {
        RatioEvidence evidence = new(new double[RatioEvidence.StateLength], Scale, RatioPrior.WithoutHistory);
        evidence.Add(new(400, 1000), new(10, 1000));
        evidence.Add(new(420, 1000), new(12, 1000));
        Assert.True(evidence.Evaluate().LnHarm > Math.Log(100));
    }

    [Fact]
    public void TMixture_SidesExchangedAboutTheMiddle_ExchangesHarmAndSafety()
    {
        // Mean m against margin c is the mirror image of c - m.
        WeightedMoments moments = default(WeightedMoments).With(0.2).With(0.5).With(0.1), mirrored = default(WeightedMoments).With(0.8).With(0.5).With(0.9);
        Assert.Equal(TMixture.LnRatio(moments, 0, 1, 3, 0.5), -TMixture.LnRatio(mirrored, 0, 1, 3, 0.5), 1e-14);
    }

    [Fact]
    public void TMixture_UnitTimesAPowerOfTwo_ChangesNothingBeyondRounding() => Gen.Select(Steps.Array[1, 20], Gen.Int[-30, 30]).Sample((values, power) =>
    {
        double unit = Math.ScaleB(1, power);
        WeightedMoments plain = default, scaled = default;
        foreach (double value in values) (plain, scaled) = (plain.With(value), scaled.With(value * unit));
        Assert.Equal(TMixture.Evaluate(plain, 0, 0.7, 2, 0.5), TMixture.Evaluate(scaled, 0, 0.7 * unit, 2, 0.5 * unit * unit));
    });

    [Fact]
    public void AnytimeTInterval_ItsEnds_AreWhereTheEvidenceCrosses() => Gen.Select(Steps.Array[6, 40], Gen.Double[0.6, 0.99]).Sample((values, confidence) =>
    {
        WeightedMoments moments = default;
        foreach (double value in values) moments = moments.With(value);
        EstimateInterval interval = AnytimeT.Interval(moments, confidence, 1);
        if (double.IsInfinity(interval.Upper) || moments.SquaredDeviations == 0) return;
        Assert.Equal(-Math.Log(1 - confidence), AnytimeT.LnE(moments, interval.Upper, 1), 1e-8);
        Assert.Equal(-Math.Log(1 - confidence), AnytimeT.LnE(moments, interval.Lower, 1), 1e-8);
    });

    [Fact]
    public void Evidence_OnceWarm_AllocatesNothing()
    {
        SeriesEvidence series = new(SeriesScale.Absolute(0.1), SeriesPrior.WithoutHistory(SeriesScale.Absolute(0.1)), prewhiten: true, capacity: 100);
        double[] state = new double[RatioEvidence.StateLength], scratch = new double[64], differences = [.. Enumerable.Range(0, 40).Select(k => Math.Sin(k))], counts = [.. Enumerable.Range(0, 40).Select(k => (double)(k % 7))], trials = [.. Enumerable.Repeat(100.0, 40)];
        Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        double Run()
        {
            RatioEvidence evidence = new(state, Scale, RatioPrior.FromHistory(Scale, counts, trials, scratch));
            evidence.Add(new(3, 100), new(2, 100));
            SeriesScale scale = SeriesScale.Relative(trials, 0.1);
            SeriesPrior prior = SeriesPrior.FromHistory(differences, SeriesScale.Absolute(0.1));
            WeightedMoments moments = default(WeightedMoments).With(1).With(2);
            foreach (double difference in differences) series.Add(difference);
            return evidence.Evaluate().LnHarm + series.Levels.LnHarm + BetaBinomialE.LnGreater(30, 12, 0.5) + NormalMixtureE.LnGreater(3, 4, 5)
                + AnytimeT.LnE(moments, 0, 1) + AnytimeT.Interval(moments, 0.9, 1).Upper + AsymptoticConfidenceSequence.Interval(moments, 0.5, 0.9).Upper + Gro2x2.LnE(new(3, 9), new(1, 9), 0.4, 0.2)
                + SymmetryE.LnE(1, 1) + new WaldSprt(0.01, 0.05).RequestsForShares(0.01, 0.005).UnderHarm;
        }
    }

    private static EvidenceLevels Series(double[] differences, SeriesScale scale, SeriesPrior prior, bool prewhiten = false)
    {
        SeriesEvidence evidence = new(scale, prior, prewhiten);
        foreach (double difference in differences) evidence.Add(difference);
        return evidence.Levels;
    }
}
