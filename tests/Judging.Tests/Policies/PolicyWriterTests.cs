using CanaryJudge.Judging.Policies;
using CsCheck;

namespace CanaryJudge.Judging.Tests.Policies;

public sealed class PolicyWriterTests
{
    [Fact]
    public void AnyPolicy_WrittenAndRead_IsTheSame() =>
        PolicyGen.Policy.Sample(
            policy =>
            {
                string text = PolicyWriter.Write(policy);
                PolicyResult read = PolicyParser.Parse(text);
                Assert.True(read.Violations.Count == 0, string.Join('\n', read.Violations) + "\n" + text);
                PolicyAssert.Same(policy, read.Policy);
                Assert.Equal(text, PolicyWriter.Write(read.Policy!));
            },
            iter: 1_000);

    [Fact]
    public void LeastPolicy_Written_StatesEveryDefault()
    {
        PolicyResult read = PolicyParser.Parse(PolicyText.Of("{name: e, kind: ratio, bad: {query: 'x{$scope}'}, total: y, margin: 0.5pp}, {name: l, kind: histogram, margin: {relative: 0.1, floor: 0.01}}, {name: c, kind: series, margin: 3}"));

        Assert.Equal(
            """
            apiVersion: canaryjudge.io/v1
            kind: CanaryPolicy
            metadata:
              name: p
            spec:
              interval: 1m
              warmup: 3
              horizon: 60
              atHorizon: hold
              history: 30
              judge: sequential
              guarantee: strict
              confidence: 0.98
              failShare: 0.5
              metrics:
                - name: e
                  kind: ratio
                  bad:
                    query: 'x{$scope}'
                  total: y
                  direction: increase
                  margin: 0.5pp
                  critical: false
                  missing: hold
                  unit: ''
                - name: l
                  kind: histogram
                  quantiles: [0.5, 0.99]
                  direction: increase
                  margin: {relative: 10%, floor: 0.01}
                  critical: false
                  missing: hold
                  unit: ''
                - name: c
                  kind: series
                  resource: false
                  direction: increase
                  margin: {absolute: 3}
                  critical: false
                  missing: hold
                  unit: ''

            """,
            PolicyWriter.Write(read.Policy!),
            ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void QueryOfAnotherKind_CannotBeWritten()
    {
        var policy = new CanaryPolicy
        {
            Name = "p",
            Metrics = [new MetricPolicy { Name = "m", Kind = MetricKind.Ratio, Margin = Margin.Absolute(1), Terms = [new(TermRole.Buckets, TermReading.Buckets, "x")] }],
        };

        Assert.Contains("m of kind Ratio", Assert.Throws<ArgumentException>(() => PolicyWriter.Write(policy)).Message);
    }
}
