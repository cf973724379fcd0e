using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Tests.Policies;

/// <summary>Policies compared by what they say, their lists element by element.</summary>
internal static class PolicyAssert
{
    public static void Same(CanaryPolicy expected, CanaryPolicy? actual)
    {
        Assert.NotNull(actual);
        IReadOnlyList<MetricPolicy> none = [];
        Assert.Equal(expected with { Metrics = none }, actual with { Metrics = none });
        Assert.Equal(expected.Metrics.Count, actual.Metrics.Count);
        for (int k = 0; k < expected.Metrics.Count; k++)
        {
            MetricPolicy one = expected.Metrics[k];
            MetricPolicy other = actual.Metrics[k];
            Assert.Equal(one.Quantiles, other.Quantiles);
            Assert.Equal(one.Terms, other.Terms);
            Assert.Equal(one.Groups, other.Groups);
            IReadOnlyList<string> groups = [];
            Assert.Equal(one with { Quantiles = [], Terms = [], Groups = groups }, other with { Quantiles = [], Terms = [], Groups = groups });
        }
    }
}
