using CanaryJudge.Judging.Sequential;
using CanaryJudge.Statistics;

namespace CanaryJudge.Judging.Tests.Sequential;

public sealed class DriftGuardTests
{
    private const int Horizon = 55;
    private const double Margin = 5;

    // Small residuals without a pattern: the sum of each four is 0.
    private static readonly double[] Noise = [0.3, -0.1, -0.4, 0.2];

    [Fact]
    public void Look_FewerThanSixWindows_HoldsAndSaysNothing()
    {
        DriftGuard guard = Looked(Line(5, 0, 0));

        Assert.True(guard.Holds);
        Assert.False(guard.Fires);
        Assert.True(double.IsNaN(guard.Slope));
    }

    [Fact]
    public void Look_ALevelInsideTheMargin_LetsGo()
    {
        DriftGuard guard = Looked(Line(30, 1, 0));

        Assert.False(guard.Holds);
        Assert.False(guard.Fires);
        Assert.Equal(0, guard.Slope, 0.01);
    }

    [Fact]
    public void Look_ALeakThatPassesTheMarginBeforeTheHorizon_HoldsBeforeItDoes()
    {
        // At window 20 the level is 4 of 5; at the horizon it is 11.
        DriftGuard guard = Looked(Line(20, 0, 0.2));

        Assert.True(guard.Holds);
        Assert.False(guard.Fires);
        Assert.Equal(0.2, guard.Slope, 0.01);
    }

    [Fact]
    public void Look_AheadALeakThatPassesTheMarginBeyondDoubt_FiresBeforeItDoes()
    {
        // The level is 4 of 5, well beyond half of it.
        Assert.True(Looked(Line(20, 0, 0.2), ahead: true).Fires);
    }

    [Fact]
    public void Look_AheadALineThatEndsInsideTheMargin_DoesNotFire()
    {
        // The level is 3.5 of 5 and 4.4 at the horizon.
        Assert.False(Looked(Line(20, 3, 0.025), ahead: true).Fires);
    }

    [Fact]
    public void Look_AheadALevelWithinHalfTheMargin_DoesNotFire()
    {
        // 11 at the horizon, but 2.2 now: what it fills may be filled before.
        Assert.False(Looked(Line(12, 0, 0.2), ahead: true).Fires);
    }

    [Fact]
    public void Look_ALeakFarBeyondTheMargin_Fires()
    {
        Assert.True(Looked(Line(40, 0, 0.2)).Fires);
    }

    [Fact]
    public void Look_AHighLevelWithoutASlope_IsNotADrift()
    {
        Assert.False(Looked(Line(40, 20, 0)).Fires);
    }

    [Fact]
    public void Look_AFallingDifference_NeverFires()
    {
        DriftGuard guard = Looked(Line(40, 40, -0.2));

        Assert.False(guard.Fires);
        Assert.True(guard.Slope < 0);
    }

    [Fact]
    public void Look_MissingWindows_KeepTheirPlaceInTime()
    {
        double[] line = Line(40, 0, 0.2);
        for (int k = 10; k < 20; k++) line[k] = double.NaN;

        Assert.Equal(0.2, Looked(line).Slope, 0.01);
    }

    [Fact]
    public void Look_AHistoryWithoutMemory_LetsAHealthyResourceGoSooner()
    {
        SeriesPrior told = SeriesPrior.FromHistory(History(correlation: 0), SeriesScale.Absolute(Margin));

        Assert.True(told.HasHistory);
        Assert.True(MeanLetGo(told) < MeanLetGo(null));
    }

    [Fact]
    public void Look_AHistoryWithMemory_LetsGoLaterThanOneWithout()
    {
        SeriesPrior white = SeriesPrior.FromHistory(History(correlation: 0), SeriesScale.Absolute(Margin));
        SeriesPrior slow = SeriesPrior.FromHistory(History(correlation: 0.8), SeriesScale.Absolute(Margin));

        Assert.True(slow.Correlation > white.Correlation);
        Assert.True(MeanLetGo(slow) > MeanLetGo(white));
    }

    [Fact]
    public void Look_TheSameWindowsTwice_GivesTheSameAnswer()
    {
        DriftGuard once = Looked(Line(30, 1, 0.1)), again = Looked(Line(30, 1, 0.1));
        again.Look(Line(30, 1, 0.1));

        Assert.Equal((once.Holds, once.Fires, once.Slope), (again.Holds, again.Fires, again.Slope));
    }

    private static DriftGuard Looked(double[] differences, SeriesPrior? prior = null, bool ahead = false)
    {
        DriftGuard guard = new(Margin, Horizon, prior, ahead);
        guard.Look(differences);
        return guard;
    }

    // The window at which a healthy resource may be promoted, over a hundred rollouts with noise of their own.
    private static double MeanLetGo(SeriesPrior? prior) => Enumerable.Range(0, 100).Average(seed =>
    {
        Random random = new(seed);
        double[] differences = [.. Enumerable.Range(0, Horizon).Select(_ => 1 + 2 * (random.NextDouble() - 0.5))];
        return Enumerable.Range(6, Horizon - 6).First(n => !Looked(differences[..n], prior).Holds);
    });

    private static double[] Line(int count, double level, double slope) => [.. Enumerable.Range(0, count).Select(k => level + slope * k + Noise[k % 4])];

    private static double[] History(double correlation)
    {
        Random random = new(4);
        double[] values = new double[60];
        for (int k = 1; k < values.Length; k++) values[k] = correlation * values[k - 1] + random.NextDouble() - 0.5;
        return values;
    }
}
