namespace CanaryJudge.Statistics.Tests.Evidence;

public sealed class MixedSeriesEvidenceTests
{
    private static readonly SeriesScale Scale = SeriesScale.Absolute(1);

    [Fact]
    public void State_SavedBetweenWindows_GoesOnWithTheSameBits()
    {
        MixedSeriesEvidence whole = new(Scale, MemoryPrior.WithoutHistory(Scale));
        for (int k = 0; k < 30; k++)
        {
            MixedSeriesEvidence resumed = new(Scale, MemoryPrior.WithoutHistory(Scale), capacity: 1);
            double[] state = new double[whole.StateLength];
            whole.CopyTo(state);
            resumed.Restore(state);
            double difference = k % 7 == 3 ? double.NaN : k == 20 ? 50 : Math.Sin(k * k);
            whole.Add(difference);
            resumed.Add(difference);
            Assert.Equal(whole.Levels, resumed.Levels);
            Assert.Equal(whole.Estimate(), resumed.Estimate());
        }
    }

    [Fact]
    public void Differences_ScaledByAPowerOfTwo_ChangeNothing()
    {
        SeriesScale wide = SeriesScale.Absolute(1024);
        MixedSeriesEvidence small = new(Scale, MemoryPrior.WithoutHistory(Scale)), large = new(wide, MemoryPrior.WithoutHistory(wide));
        for (int k = 0; k < 20; k++)
        {
            small.Add(0.5 + Math.Cos(k));
            large.Add(1024 * (0.5 + Math.Cos(k)));
        }

        Assert.Equal(small.Levels.LnHarm, large.Levels.LnHarm, 1e-9);
        Assert.Equal(small.Levels.LnSafe, large.Levels.LnSafe, 1e-9);
    }

    [Fact]
    public void Harm_OfTheMargin_IsFoundAndItsAbsenceIsProven()
    {
        MixedSeriesEvidence harmed = new(Scale, MemoryPrior.WithoutHistory(Scale)), sound = new(Scale, MemoryPrior.WithoutHistory(Scale));
        for (int k = 0; k < 25; k++)
        {
            harmed.Add(1 + 0.5 * Math.Sin(k * k));
            sound.Add(0.5 * Math.Sin(k * k));
        }

        Assert.True(harmed.Levels.LnHarm > 5 && harmed.Levels.LnSafe < 0);
        Assert.True(sound.Levels.LnSafe > 5 && sound.Levels.LnHarm < 0);
    }

    [Fact]
    public void MoreOnMargin_HarmOfTheMargin_GainsWhatItsWeightGains()
    {
        // Weights 0.8 for 0.6: at most ln(4/3) more, and no less where the margin is what fits.
        double gain = Harm(1, moreOnMargin: true) - Harm(1, moreOnMargin: false);

        Assert.InRange(gain, 0.2, Math.Log(0.8 / 0.6) + 1e-9);
    }

    [Fact]
    public void MoreOnMargin_HarmOfManyMargins_LosesHalfOfItsWeight()
    {
        Assert.Equal(-Math.Log(2), Harm(25, moreOnMargin: true) - Harm(25, moreOnMargin: false), 0.01);
    }

    private static double Harm(double mean, bool moreOnMargin)
    {
        MixedSeriesEvidence evidence = new(Scale, MemoryPrior.WithoutHistory(Scale), moreOnMargin: moreOnMargin);
        for (int k = 0; k < 25; k++) evidence.Add(mean + 0.5 * Math.Sin(k * k));
        return evidence.Levels.LnHarm;
    }

    [Fact]
    public void LongMemory_SeenInTheHistory_MakesTheSameWindowsSayLess()
    {
        double[] calm = new double[60], slow = new double[60];
        for (int k = 0; k < 60; k++)
        {
            calm[k] = Math.Sin(k * k);
            slow[k] = Math.Sin(k / 6.0) + 0.05 * Math.Sin(k * k);
        }

        Assert.True(Evidence(calm) > Evidence(slow));

        static double Evidence(double[] history)
        {
            MixedSeriesEvidence evidence = new(Scale, MemoryPrior.FromHistory(history, Scale));
            for (int k = 0; k < 12; k++) evidence.Add(1 + 0.5 * Math.Sin(k * k));
            return evidence.Levels.LnHarm;
        }
    }

    [Fact]
    public void History_TooShortOrWithoutLogarithm_IsNotUsed()
    {
        Assert.False(MemoryPrior.FromHistory(new double[11], Scale).HasHistory);
        Assert.False(MemoryPrior.FromHistory(new double[20], new SeriesScale(true, 0.1)).HasHistory);
        Assert.True(MemoryPrior.FromHistory(new double[20], Scale).HasHistory);
    }
}
