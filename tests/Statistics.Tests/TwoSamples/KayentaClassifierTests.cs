using CanaryJudge.Statistics.Tests.Oracles;
using CanaryJudge.Statistics.Tests.Reference;

namespace CanaryJudge.Statistics.Tests.TwoSamples;

public sealed class KayentaClassifierTests
{
    private static readonly double[] Low = [10, 11, 12, 10.5, 11.5, 10.2, 11.8, 10.7, 11.1, 10.9];
    private static readonly double[] High = [20, 21, 22, 20.5, 21.5, 20.2, 21.8, 20.7, 21.1, 20.9];

    [Fact]
    public void Classify_RandomPairs_HasTheIntervalThatRsRootSearchFinds()
    {
        // Kayenta derives its interval from R's: the same equation, here with a root tolerance far below the spacing of the data.
        double[][][] cases = [.. SamplePairs.Seeded(81, 400, 60).Where(pair => pair[0].Concat(pair[1]).Distinct().Count() > 2 && pair[0].Distinct().Count() + pair[1].Distinct().Count() > 2)];
        double[][] answers = Oracle.R.Ask(
            """
            answer <- function(x, y) {
              w <- tryCatch(wilcox.test(x, y, exact = FALSE, conf.int = TRUE, conf.level = 0.98, tol.root = 1e-12), error = function(e) NULL)
              if (is.null(w)) c(NaN, NaN) else w$conf.int
            }
            """, cases);
        WorstDifference worst = new("Kayenta's interval against R's root search");
        int compared = 0;
        for (int i = 0; i < cases.Length; i++)
        {
            double[][] pair = cases[i];
            KayentaResult result = KayentaClassifier.Classify(pair[0], pair[1], KayentaRules.Default);
            if (double.IsNaN(answers[i][0]) || pair[0].Order().SequenceEqual(pair[1].Order())) continue;
            compared++;
            double scale = pair[0].Concat(pair[1]).Max(Math.Abs);
            worst.Add(result.Lower, answers[i][0], () => SamplePairs.Describe(pair), floor: scale);
            worst.Add(result.Upper, answers[i][1], () => SamplePairs.Describe(pair), floor: scale);
        }

        worst.Hold(1e-9, atLeast: 600);
        Assert.True(compared > 300);
    }

    [Fact]
    public void Classify_ReferencePair_HasTheTabulatedInterval()
    {
        KayentaResult result = KayentaClassifier.Classify(TwoSampleReference.Canary, TwoSampleReference.Baseline, KayentaRules.Default);
        double[] expected = TwoSampleReference.Numbers("hodgesLehmann", "interval98");
        Assert.Equal(KayentaClass.Pass, result.Class);
        // Several differences round to -0.2; another distribution may end on its neighbour.
        Assert.Equal(expected[0], result.Lower, 1e-14);
        Assert.Equal(expected[1], result.Upper, 1e-14);
    }

    [Theory]
    [InlineData(KayentaDirection.Either, KayentaClass.High, KayentaClass.Low)]
    [InlineData(KayentaDirection.Increase, KayentaClass.High, KayentaClass.Pass)]
    [InlineData(KayentaDirection.Decrease, KayentaClass.Pass, KayentaClass.Low)]
    public void Classify_ByDirection_CountsOnlyTheChangeThatMatters(KayentaDirection direction, KayentaClass up, KayentaClass down)
    {
        KayentaRules rules = KayentaRules.Default with { Direction = direction };
        Assert.Equal(up, KayentaClassifier.Classify(High, Low, rules).Class);
        Assert.Equal(down, KayentaClassifier.Classify(Low, High, rules).Class);
    }

    [Fact]
    public void Classify_AllowedIncrease_ForgivesSmallerRatios()
    {
        KayentaResult strict = KayentaClassifier.Classify(High, Low, KayentaRules.Default with { AllowedIncrease = 1.5, CriticalIncrease = 2 });
        Assert.Equal(KayentaClass.High, strict.Class);
        Assert.False(strict.PassesCritical);
        Assert.InRange(strict.Deviation, 1.9, 1.95);
        Assert.True(KayentaClassifier.Classify(High, Low, KayentaRules.Default with { CriticalIncrease = 1.9 }).PassesCritical);
        Assert.Equal(KayentaClass.Pass, KayentaClassifier.Classify(High, Low, KayentaRules.Default with { AllowedIncrease = 2 }).Class);
        Assert.Equal(KayentaClass.Pass, KayentaClassifier.Classify(Low, High, KayentaRules.Default with { AllowedDecrease = 0.4 }).Class);
        Assert.True(KayentaClassifier.Classify(Low, High, KayentaRules.Default).PassesCritical);
    }

    [Fact]
    public void Classify_TwoDifferentConstants_NeedsNoNoise()
    {
        KayentaResult result = KayentaClassifier.Classify([7, 7, 7], [5, 5], KayentaRules.Default);
        Assert.Equal(new KayentaResult(KayentaClass.High, 2, 2, 2, 1.4, true, false), result);
    }

    [Fact]
    public void Classify_ZeroBaseline_SaysSoAndKeepsKayentasRatioOfOne()
    {
        KayentaResult result = KayentaClassifier.Classify(High, new double[10], KayentaRules.Default);
        Assert.Equal(KayentaClass.High, result.Class);
        Assert.Equal(1, result.Deviation);
        Assert.True(result.ZeroBaseline);
        Assert.Equal(KayentaClass.Pass, KayentaClassifier.Classify(High, new double[10], KayentaRules.Default with { AllowedIncrease = 1.1 }).Class);
    }

    [Fact]
    public void Classify_IdenticalOrAllEqual_Passes()
    {
        Assert.Equal(KayentaClass.Pass, KayentaClassifier.Classify([3, 1, 2], [1, 2, 3], KayentaRules.Default).Class);
        Assert.Equal(KayentaClass.Pass, KayentaClassifier.Classify([1], [1, 1], KayentaRules.Default).Class);
    }

    [Fact]
    public void Classify_EmptySide_IsNoDataAndNeverAPass()
    {
        Assert.Equal(KayentaClass.NoData, KayentaClassifier.Classify([], [1], KayentaRules.Default).Class);
        Assert.Equal(KayentaClass.NoData, KayentaClassifier.Classify([1], [], KayentaRules.Default).Class);
    }

    [Fact]
    public void Classify_RulesLeftAtZero_AreRefused()
    {
        ArgumentException thrown = Assert.Throws<ArgumentException>(() => KayentaClassifier.Classify(High, Low, default));
        Assert.Equal("rules", thrown.ParamName);
        Assert.Contains("Level", thrown.Message);
        Assert.Contains("Tolerance", Assert.Throws<ArgumentException>(() => KayentaClassifier.Classify(High, Low, KayentaRules.Default with { Tolerance = -1 })).Message);
        Assert.Contains("AllowedIncrease", Assert.Throws<ArgumentException>(() => KayentaClassifier.Classify(High, Low, KayentaRules.Default with { AllowedIncrease = double.NaN })).Message);
        Assert.Contains("Direction", Assert.Throws<ArgumentException>(() => KayentaClassifier.Classify(High, Low, KayentaRules.Default with { Direction = (KayentaDirection)9 })).Message);
    }

    [Fact]
    public void Classify_NotFinite_IsRefusedByName()
    {
        Assert.Equal("baseline", Assert.Throws<ArgumentException>(() => KayentaClassifier.Classify([1], [2, double.NaN], KayentaRules.Default)).ParamName);
        Assert.Equal("canary", Assert.Throws<ArgumentException>(() => KayentaClassifier.Classify([double.PositiveInfinity], [2], KayentaRules.Default)).ParamName);
    }

    [Fact]
    public void Classify_SumsBeyondTheLargestDouble_StillHasARatio() =>
        Assert.Equal(1, KayentaClassifier.Classify([1.5e308, 1.6e308, 1.7e308], [1.5e308, 1.65e308, 1.65e308], KayentaRules.Default).Deviation, 1e-12);
}
