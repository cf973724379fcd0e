namespace CanaryJudge.Statistics.Tests.Evidence;

/// <summary>What makes an e-value one: its mean under the null is at most 1 (by enumeration, no sampling), and a threshold is crossed at any time with at most the stated chance.</summary>
public sealed class EProcessTests
{
    [Fact]
    public void ConditionalBinomial_EqualOrLowerCanaryShare_HasMeanAtMostOne()
    {
        foreach ((int nc, int nb) in new[] { (1, 1), (5, 9), (12, 4), (30, 30) })
        {
            foreach (double share in new[] { 0.001, 0.05, 0.3, 0.9 })
            {
                foreach (double predicted in new[] { 0.002, 0.05, 0.5 })
                {
                    foreach (double effect in new[] { 0.005, 0.1, 0.6 })
                    {
                        foreach (double canaryShare in new[] { share, share * 0.7 })
                        {
                            double mean = Mean(nc, canaryShare, nb, share, (x, y) => ConditionalBinomialE.LnFactor(new(x, nc), new(y, nb), predicted, effect));
                            Assert.True(mean <= 1 + 1e-12, $"{nc} {nb} {share} {predicted} {effect}: {mean:R}");
                        }
                    }
                }
            }
        }
    }

    [Fact]
    public void ConditionalBinomial_HarmedCanary_HasPositiveGrowth() =>
        Assert.True(Growth(200, 0.06, 200, 0.01, (x, y) => ConditionalBinomialE.LnFactor(new(x, 200), new(y, 200), 0.01, 0.05)) > 1);

    [Fact]
    public void Exposure_CanaryAtOrAboveTheMargin_HasMeanAtMostOne()
    {
        foreach (double above in new[] { 0.0, 0.01, 0.2 })
        {
            double mean = Mean(40, 0.02 + 0.05 + above, 1, 0.5, (x, _) => ConditionalBinomialE.LnExposure(new(x, 40), 0.02, 0.05));
            Assert.True(mean <= 1 + 1e-12, $"{mean:R}");
        }
    }

    [Fact]
    public void Gro2x2_EqualSharesAtAnyLevel_HasMeanAtMostOne()
    {
        foreach ((int nc, int nb) in new[] { (1, 1), (4, 9), (20, 20) })
        {
            for (double share = 0; share <= 1; share += 0.05)
            {
                double mean = Mean(nc, share, nb, share, (x, y) => Gro2x2.LnE(new(x, nc), new(y, nb), 0.3, 0.1));
                Assert.True(mean <= 1 + 1e-12, $"{nc} {nb} {share}: {mean:R}");
            }

            // At its own common share it is exactly a likelihood ratio.
            double common = (nc * 0.3 + nb * 0.1) / (nc + nb);
            Assert.Equal(1, Mean(nc, common, nb, common, (x, y) => Gro2x2.LnE(new(x, nc), new(y, nb), 0.3, 0.1)), 1e-12);
        }
    }

    [Fact]
    public void Symmetry_SymmetricPairOfValues_HasMeanOne()
    {
        foreach (double d in new[] { 0, 1e-300, 0.3, 5, 1e5, 1e308 })
        {
            foreach (double rate in new[] { 1e-3, 1, 40 }) Assert.Equal(2, Math.Exp(SymmetryE.LnE(d, rate)) + Math.Exp(SymmetryE.LnE(-d, rate)), 1e-14);
        }
    }

    [Fact]
    public void BetaBinomial_NullShare_HasMeanOneAtEveryStepAndVillesBoundHoldsExactly()
    {
        foreach (double share in new[] { 0.5, 0.1 })
        {
            const int steps = 150;
            const double alpha = 0.05;
            double[] alive = new double[steps + 1];
            alive[0] = 1;
            double crossed = 0, crossedOneSided = 0;
            double[] aliveOneSided = [.. alive];
            for (int n = 1; n <= steps; n++)
            {
                Step(alive, n, share);
                Step(aliveOneSided, n, share);
                double mean = 0;
                for (int s = 0; s <= n; s++)
                {
                    double lnE = BetaBinomialE.LnTwoSided(s, n - s, share), greater = BetaBinomialE.LnGreater(s, n - s, share);
                    mean += Math.Exp(lnE + Binomial.LnTerm(s, n, share, 1 - share));
                    crossed += Absorb(alive, s, lnE, alpha);
                    crossedOneSided += Absorb(aliveOneSided, s, greater, alpha);
                }

                Assert.Equal(1, mean, 1e-11);
            }

            Assert.InRange(crossed, alpha / 50, alpha);
            Assert.InRange(crossedOneSided, alpha / 50, alpha);
        }
    }

    [Fact]
    public void BetaBinomialOneSided_SmallerShares_NeverGainOnAverage()
    {
        for (int n = 1; n <= 40; n += 3)
        {
            foreach (double share in new[] { 0.05, 0.2, 0.4 })
            {
                double mean = 0;
                for (int s = 0; s <= n; s++) mean += Math.Exp(BetaBinomialE.LnGreater(s, n - s, 0.4) + Binomial.LnTerm(s, n, share, 1 - share));
                Assert.True(mean <= 1 + 1e-11, $"{n} {share}: {mean:R}");
            }
        }
    }

    [Fact]
    public void WaldSprt_BernoulliEvents_KeepsItsErrorsAndComesCloseToItsExpectedSize()
    {
        WaldSprt sprt = new(0.01, 0.05);
        foreach (bool harmed in new[] { false, true })
        {
            // Events fall on the canary with chance 0.6 under harm, 0.5 without.
            double p = harmed ? 0.6 : 0.5, up = Math.Log(0.6 / 0.5), down = Math.Log(0.4 / 0.5), accepted = 0, size = 0;
            Dictionary<int, double> alive = new() { [0] = 1 };
            for (int n = 1; n <= 6000 && alive.Count > 0; n++)
            {
                Dictionary<int, double> next = [];
                foreach ((int ups, double chance) in alive)
                {
                    Add(next, ups + 1, chance * p);
                    Add(next, ups, chance * (1 - p));
                }

                foreach (int ups in next.Keys.ToArray())
                {
                    double ratio = ups * up + (n - ups) * down;
                    if (ratio < sprt.UpperBoundary && ratio > sprt.LowerBoundary) continue;
                    if (ratio >= sprt.UpperBoundary) accepted += next[ups];
                    size += n * next[ups];
                    next.Remove(ups);
                }

                alive = next;
            }

            double expected = harmed ? sprt.ExpectedUnderHarm(0.6 * up + 0.4 * down) : sprt.ExpectedUnderSafety(-0.5 * (up + down));
            Assert.True(harmed ? 1 - accepted <= 0.05 / 0.99 : accepted <= 0.01 / 0.95, $"accepted {accepted:R}");
            Assert.InRange(size, expected, expected * 1.12); // Wald leaves the overshoot out
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void RatioEvidence_HealthyOrExactlyAtTheMargin_CrossesNoOftenerThanVilleAllows(bool atMargin)
    {
        const int runs = 1500;
        const double alpha = 0.05;
        Random random = new(atMargin ? 61 : 62);
        int crossed = 0;
        double[] state = new double[RatioEvidence.StateLength];
        for (int run = 0; run < runs; run++)
        {
            Array.Clear(state);
            RatioEvidence evidence = new(state, RatioScale.Share(0.02), RatioPrior.WithoutHistory);
            for (int k = 0; k < 40; k++)
            {
                evidence.Add(new(Draw(random, 300, atMargin ? 0.05 : 0.03), 300), new(Draw(random, 300, 0.03), 300));
                EvidenceLevels levels = evidence.Evaluate();
                if ((atMargin ? levels.LnSafe : levels.LnHarm) < -Math.Log(alpha)) continue;
                crossed++;
                break;
            }
        }

        // Four standard errors of sampling above the bound would be chance of 3e-5; the seed is fixed.
        Assert.True(crossed <= runs * alpha + 4 * Math.Sqrt(runs * alpha * (1 - alpha)), $"{crossed} of {runs}");
    }

    [Fact]
    public void GaussianEvidence_NoDifference_CrossesNoOftenerThanVilleAllows()
    {
        const int runs = 3000;
        const double alpha = 0.05;
        Random random = new(63);
        int t = 0, tMixture = 0, normal = 0, interval = 0;
        for (int run = 0; run < runs; run++)
        {
            WeightedMoments moments = default;
            bool crossedT = false, crossedMixture = false, crossedNormal = false, missed = false;
            for (int k = 0; k < 60; k++)
            {
                moments = moments.With(Gaussian(random));
                crossedT |= AnytimeT.LnE(moments, 0, 1) >= -Math.Log(alpha);
                crossedNormal |= NormalMixtureE.LnTwoSided(moments.Mean * moments.Count, moments.Count, 10) >= -Math.Log(alpha);
                crossedMixture |= TMixture.Evaluate(moments, 0, 0.5, 20, 1).LnHarm >= -Math.Log(alpha);
                EstimateInterval read = AnytimeT.Interval(moments, 1 - alpha, 1);
                missed |= read.Lower > 0 || read.Upper < 0;
            }

            t += crossedT ? 1 : 0;
            normal += crossedNormal ? 1 : 0;
            tMixture += crossedMixture ? 1 : 0;
            interval += missed ? 1 : 0;
        }

        double most = runs * alpha + 4 * Math.Sqrt(runs * alpha * (1 - alpha));
        Assert.True(t <= most && normal <= most && tMixture <= most, $"t {t}, normal {normal}, t mixture {tMixture} of {runs}");
        Assert.Equal(t, interval); // the interval leaves out 0 exactly when the evidence crosses
        Assert.True(t > 0 && normal > 0 && tMixture > 0);
    }

    private static void Step(double[] alive, int n, double share)
    {
        for (int s = n; s >= 0; s--) alive[s] = (s < n ? alive[s] * (1 - share) : 0) + (s > 0 ? alive[s - 1] * share : 0);
    }

    private static double Absorb(double[] alive, int s, double lnE, double alpha)
    {
        if (lnE < -Math.Log(alpha)) return 0;
        double chance = alive[s];
        alive[s] = 0;
        return chance;
    }

    private static void Add(Dictionary<int, double> chances, int key, double chance) => chances[key] = chances.GetValueOrDefault(key) + chance;

    private static double Mean(int nc, double pc, int nb, double pb, Func<int, int, double> lnE) => Sum(nc, pc, nb, pb, (x, y) => Math.Exp(lnE(x, y)));

    private static double Growth(int nc, double pc, int nb, double pb, Func<int, int, double> lnE) => Sum(nc, pc, nb, pb, lnE);

    private static double Sum(int nc, double pc, int nb, double pb, Func<int, int, double> value)
    {
        double sum = 0;
        for (int x = 0; x <= nc; x++)
        {
            for (int y = 0; y <= nb; y++)
            {
                double chance = Math.Exp(Binomial.LnTerm(x, nc, pc, 1 - pc) + Binomial.LnTerm(y, nb, pb, 1 - pb));
                if (chance > 0) sum += chance * value(x, y);
            }
        }

        return sum;
    }

    private static int Draw(Random random, int n, double p)
    {
        int events = 0;
        for (int i = 0; i < n; i++) events += random.NextDouble() < p ? 1 : 0;
        return events;
    }

    private static double Gaussian(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
