namespace CanaryJudge.Statistics.Tests.Evidence;

public sealed class TemperedRatioEvidenceTests
{
    private static readonly RatioScale Scale = RatioScale.Share(0.005);

    [Fact]
    public void Tempered_WhateverItBelieves_IsNeverFarAboveTheExactKey()
    {
        // LR^(1/φ) is at most max(1, LR): so with the dispersion known to be 1 the same windows give at least as much, but for the 1.
        Random draw = new(1);
        double[] clumped = new double[TemperedRatioEvidence.StateLength], exact = new double[TemperedRatioEvidence.StateLength];
        for (int k = 0; k < 200; k++)
        {
            double before = draw.Next(0, 30), now = draw.Next(0, 60);
            TemperedRatioEvidence tempered = new(clumped, Scale, BurstPrior.WithoutHistory), key = new(exact, Scale, BurstPrior.WithoutHistory, isClumped: false);
            tempered.Add(before, 1000, now, 1000);
            key.Add(before, 1000, now, 1000);
            Assert.True(Math.Exp(tempered.Evaluate().LnHarm) <= 1 + Math.Exp(key.Evaluate().LnHarm * Math.Max(1, key.Evaluate().Tau)) * (1 + 1e-9));
        }
    }

    [Fact]
    public void Storm_OnBothSides_DoesNotHideHarmThatComesAfterIt()
    {
        Assert.True(HarmAfter(storm: 0) > 5);
        Assert.True(HarmAfter(storm: 6) > 5);
    }

    [Fact]
    public void NoEvents_OnEitherSide_AreEvidenceOfSafetyByTrafficAlone()
    {
        double[] state = new double[TemperedRatioEvidence.StateLength];
        TemperedRatioEvidence evidence = new(state, Scale, BurstPrior.WithoutHistory);
        for (int k = 0; k < 10; k++) evidence.Add(0, 100, 0, 100);
        Assert.InRange(evidence.Evaluate().LnSafe, 1, 5);
        Assert.True(evidence.Evaluate().LnHarm <= 0);
    }

    [Fact]
    public void Gap_AddsNothing_AndAWindowWithMoreEventsThanTrialsIsRefused()
    {
        double[] state = new double[TemperedRatioEvidence.StateLength];
        TemperedRatioEvidence evidence = new(state, Scale, BurstPrior.WithoutHistory);
        evidence.Add(10, 1000, 12, 1000);
        EvidenceLevels before = evidence.Evaluate();
        Assert.True(double.IsNaN(evidence.Add(double.NaN, 1000, 12, 1000).Value));
        Assert.Equal(before, evidence.Evaluate());
        Assert.Throws<ArgumentException>(() => new TemperedRatioEvidence(new double[TemperedRatioEvidence.StateLength], Scale, BurstPrior.WithoutHistory).Add(10, 5, 1, 5));
        Assert.Throws<ArgumentException>(() => new TemperedRatioEvidence(new double[3], Scale, BurstPrior.WithoutHistory).Windows);
    }

    private static double HarmAfter(int storm)
    {
        double[] state = new double[TemperedRatioEvidence.StateLength];
        TemperedRatioEvidence evidence = new(state, Scale, BurstPrior.WithoutHistory);
        for (int k = 0; k < storm; k++) evidence.Add(640 + k % 3, 2600, 641 - k % 2, 2600);
        for (int k = 0; k < 45; k++) evidence.Add(10 + k % 3 - 1, 1000, 15 + k % 2, 1000);
        return evidence.Evaluate().LnHarm;
    }
}
