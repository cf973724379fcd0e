using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Rehearsing;

namespace CanaryJudge.Judging.Tests.Rehearsing;

public sealed class PastJoinTests
{
    [Fact]
    public void Join_OfNeighbours_PutsThemAfterEachOther()
    {
        RatioWindows joined = (RatioWindows)PastJoin.Of([new RatioWindows([1, 2], [10, 20]), new RatioWindows([3], [30])], gap: 0);
        Assert.Equal([1, 2, 3], joined.Bad);
        Assert.Equal([10, 20, 30], joined.Total);
        Assert.Equal([20, 30], ((RatioWindows)PastJoin.Part(joined, 1, 2)).Total);
    }

    [Fact]
    public void Join_OfTimesThatAreApart_LeavesAMissingWindowBetween()
    {
        Assert.Equal([1, double.NaN, 2], ((SeriesWindows)PastJoin.Of([new SeriesWindows([1]), new SeriesWindows([2])], gap: 1)).Values);
        HistogramWindows histograms = (HistogramWindows)PastJoin.Of([new HistogramWindows([1], [[1, 2]]), new HistogramWindows([1], [[3, 4]])], gap: 1);
        Assert.Equal([true, false, true], Enumerable.Range(0, 3).Select(histograms.IsPresent));
    }

    [Fact]
    public void Join_OfHistogramsWithOtherBounds_KeepsTheCommonOnesAndEveryObservation()
    {
        HistogramWindows joined = (HistogramWindows)PastJoin.Of(
        [
            new HistogramWindows([1, 2, 4], [[1, 2, 3, 4]]),
            new HistogramWindows([], [null]),
            new HistogramWindows([0.5, 1, 4, 8], [[5, 6, 7, 8, 9]]),
        ], gap: 0);
        Assert.Equal([1, 4], joined.Bounds);
        Assert.Equal([[1, 5, 4], null, [11, 7, 17]], joined.ToRows());
    }

    [Fact]
    public void Join_OfDifferentKinds_IsRefused() =>
        Assert.Throws<ArgumentException>(() => PastJoin.Of([new SeriesWindows([1]), new CountWindows([1], [1])], gap: 0));
}
