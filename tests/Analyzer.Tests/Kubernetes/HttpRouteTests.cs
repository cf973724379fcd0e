using CanaryJudge.Analyzer.Rollouts.Kubernetes.Traffic;

namespace CanaryJudge.Analyzer.Tests.Kubernetes;

/// <summary>HTTPRoutes: what leads to the canary, and that nothing does after the patch.</summary>
public sealed class HttpRouteTests
{
    [Fact]
    public void Weights_OfASplit_GoToTheBaseline()
    {
        (TrafficView view, TrafficView after) = Routes.LookHttp("""[{"backendRefs":[{"name":"checkout","port":80,"weight":90},{"name":"checkout-canary","port":80,"weight":10}]}]""");

        Assert.Equal(0.1, view.CanaryShare);
        Assert.Equal(["rule 0: checkout-canary 10 -> 0, checkout -> 100"], view.Changes);
        Assert.True(after.Patch.IsEmpty);
        Assert.Equal(0, after.CanaryShare);
        Assert.Equal(["rule 0: checkout 100, checkout-canary 0"], after.Facts);
    }

    [Fact]
    public void Weights_ThatAreLeftOut_CountAsOne()
    {
        (TrafficView view, TrafficView after) = Routes.LookHttp("""[{"backendRefs":[{"name":"checkout","port":80},{"name":"checkout-canary","port":80}]}]""");

        Assert.Equal(0.5, view.CanaryShare);
        Assert.Equal(["rule 0: checkout 2, checkout-canary 0"], after.Facts);
    }

    [Fact]
    public void AHeaderRule_WithTheCanaryAlone_GetsTheBaselineBesideIt()
    {
        (TrafficView view, TrafficView after) = Routes.LookHttp("""
            [{"name":"testers","matches":[{"headers":[{"name":"x-canary","value":"yes"}]}],"backendRefs":[{"name":"checkout-canary","port":8080}]},
             {"backendRefs":[{"name":"checkout","port":80,"weight":100},{"name":"checkout-canary","port":80,"weight":0}]}]
            """);

        Assert.Null(view.CanaryShare);
        Assert.Equal(["rule testers, which named the canary without the baseline: checkout-canary 1 -> 0, checkout is added with 1"], view.Changes);
        Assert.True(after.Patch.IsEmpty);
        Assert.Equal("rule testers (on conditions): checkout-canary 0, checkout 1", after.Facts[0]);
        Assert.Equal(8080, (int)after.Content["spec"]!["rules"]![0]!["backendRefs"]![1]!["port"]!);
    }

    [Fact]
    public void Rules_Several_AreAllLookedAt()
    {
        (TrafficView view, TrafficView after) = Routes.LookHttp("""
            [{"backendRefs":[{"name":"checkout","weight":95},{"name":"checkout-canary","weight":5}]},
             {"backendRefs":[{"name":"checkout","weight":1},{"name":"checkout-canary","weight":1},{"name":"archive","weight":2}]},
             {"backendRefs":[{"name":"archive"}]}]
            """);

        Assert.Equal(0.25, view.CanaryShare);
        Assert.Equal(2, view.Changes.Count);
        Assert.True(after.Patch.IsEmpty);
        Assert.Equal(["rule 0: checkout 100, checkout-canary 0", "rule 1: checkout 2, checkout-canary 0, archive 2", "rule 2: archive 1"], after.Facts);
    }

    [Fact]
    public void Mirrors_ToTheCanary_AreTakenAway()
    {
        (TrafficView view, TrafficView after) = Routes.LookHttp("""
            [{"filters":[{"type":"RequestMirror","requestMirror":{"backendRef":{"name":"checkout-canary","port":80}}},
                         {"type":"RequestMirror","requestMirror":{"backendRef":{"name":"archive","port":80}}},
                         {"type":"RequestMirror","requestMirror":{"backendRef":{"name":"checkout-canary","port":81}}}],
              "backendRefs":[{"name":"checkout","port":80,"filters":[{"type":"RequestMirror","requestMirror":{"backendRef":{"name":"checkout-canary"}}}]}]}]
            """);

        Assert.Equal(3, view.Changes.Count);
        Assert.True(after.Patch.IsEmpty);
        Assert.Contains("archive", after.Content.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("checkout-canary", after.Content.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Backends_ThatAreNotTheService_AreLeftAlone()
    {
        (TrafficView view, _) = Routes.LookHttp("""
            [{"backendRefs":[{"name":"checkout"},{"name":"checkout-canary","namespace":"elsewhere"},{"name":"checkout-canary","group":"example.io","kind":"Bucket"}]}]
            """);

        Assert.True(view.Patch.IsEmpty);
        Assert.Equal(0, view.CanaryShare);
    }

    [Theory]
    [InlineData("True", 7, true)]
    [InlineData("True", 6, false)]
    [InlineData("False", 7, false)]
    public void IsApplied_IsWhatTheGatewaySays(string status, int generation, bool isApplied)
    {
        string text = Routes.Http("[]", ",\"generation\":7").Replace("\"spec\"", $$$"""
            "status":{"parents":[{"conditions":[{"type":"Accepted","status":"{{{status}}}","observedGeneration":{{{generation}}}}]}]},"spec"
            """, StringComparison.Ordinal);

        TrafficView view = new HttpRouteTraffic(new(Analyzer.Rollouts.Kubernetes.Api.ApiResource.HttpRoutes, "shop", "checkout"), "checkout", "checkout-canary").View(System.Text.Json.Nodes.JsonNode.Parse(text)!.AsObject());

        Assert.Equal(isApplied, view.IsApplied);
    }

    [Fact]
    public void IsApplied_WhenNoGatewaySaysAnything_IsNotKnown()
    {
        (TrafficView view, _) = Routes.LookHttp("[]");

        Assert.Null(view.IsApplied);
    }
}
