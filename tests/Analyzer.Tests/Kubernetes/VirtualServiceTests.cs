using CanaryJudge.Analyzer.Rollouts.Kubernetes.Traffic;

namespace CanaryJudge.Analyzer.Tests.Kubernetes;

/// <summary>VirtualServices: what leads to the canary, and that nothing does after the patch.</summary>
public sealed class VirtualServiceTests
{
    [Fact]
    public void Weights_OfASplit_GoToTheBaseline()
    {
        (TrafficView view, TrafficView after) = Routes.LookMesh("""{"http":[{"name":"main","route":[{"destination":{"host":"checkout"},"weight":80},{"destination":{"host":"checkout-canary"},"weight":20}]}]}""");

        Assert.Equal(0.2, view.CanaryShare);
        Assert.Equal(["http main: checkout-canary 20 -> 0, checkout -> 100"], view.Changes);
        Assert.True(after.Patch.IsEmpty);
        Assert.Equal(["http main: checkout 100, checkout-canary 0"], after.Facts);
    }

    [Theory]
    [InlineData("checkout-canary.shop")]
    [InlineData("checkout-canary.shop.svc")]
    [InlineData("checkout-canary.shop.svc.cluster.local")]
    public void Hosts_WrittenInFull_AreTheSameService(string host)
    {
        (TrafficView view, TrafficView after) = Routes.LookMesh($$$$"""{"http":[{"route":[{"destination":{"host":"{{{{host}}}}","port":{"number":8080}}}]}]}""");

        Assert.Single(view.Changes);
        Assert.True(after.Patch.IsEmpty);
        string added = after.Content["spec"]!["http"]![0]!["route"]![1]!.ToJsonString();
        Assert.Equal($$$"""{"destination":{"host":"{{{host.Replace("checkout-canary", "checkout", StringComparison.Ordinal)}}}","port":{"number":8080}},"weight":100}""", added);
    }

    [Theory]
    [InlineData("checkout-canary.elsewhere")]
    [InlineData("checkout-canary.shop.example.com")]
    public void Hosts_OfOtherPlaces_AreLeftAlone(string host)
    {
        (TrafficView view, _) = Routes.LookMesh($$$"""{"http":[{"route":[{"destination":{"host":"{{{host}}}"}}]}]}""");

        Assert.True(view.Patch.IsEmpty);
    }

    [Fact]
    public void ADestination_ThatStandsAlone_GetsEverythingWhateverItsWeight()
    {
        (TrafficView view, TrafficView after) = Routes.LookMesh("""{"http":[{"match":[{"headers":{"x-canary":{"exact":"yes"}}}],"route":[{"destination":{"host":"checkout-canary"},"weight":0}]}]}""");

        Assert.Null(view.CanaryShare);
        Assert.Equal(["http 0 (on conditions): checkout-canary 0, checkout 100"], after.Facts);
        Assert.True(after.Patch.IsEmpty);
    }

    [Fact]
    public void Subsets_OfOneService_AreToldApart()
    {
        (TrafficView view, TrafficView after) = Routes.LookMesh(
            """{"http":[{"route":[{"destination":{"host":"checkout","subset":"v1"},"weight":70},{"destination":{"host":"checkout","subset":"v2"},"weight":30}]},{"route":[{"destination":{"host":"checkout","subset":"v2"}}]}]}""",
            "v1", "v2", "checkout");

        Assert.Equal(2, view.Changes.Count);
        Assert.True(after.Patch.IsEmpty);
        Assert.Equal(["http 0: checkout/v1 100, checkout/v2 0", "http 1: checkout/v2 0, checkout/v1 100"], after.Facts);
    }

    [Fact]
    public void Mirrors_ToTheCanary_AreTakenAway()
    {
        (TrafficView view, TrafficView after) = Routes.LookMesh("""
            {"http":[{"route":[{"destination":{"host":"checkout"}}],"mirror":{"host":"checkout-canary"},
                      "mirrors":[{"destination":{"host":"checkout-canary"}},{"destination":{"host":"archive"}},{"destination":{"host":"checkout-canary","subset":"x"}}]}]}
            """);

        Assert.Equal(3, view.Changes.Count);
        Assert.True(after.Patch.IsEmpty);
        Assert.DoesNotContain("checkout-canary", after.Content.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("archive", after.Content.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void TcpAndTlsRoutes_AreLookedAtToo()
    {
        (TrafficView view, TrafficView after) = Routes.LookMesh("""
            {"tcp":[{"route":[{"destination":{"host":"checkout"},"weight":50},{"destination":{"host":"checkout-canary"},"weight":50}]}],
             "tls":[{"match":[{"sniHosts":["shop.test"]}],"route":[{"destination":{"host":"checkout-canary"}}]}]}
            """);

        Assert.Equal(["tcp", "tls"], view.Lists);
        Assert.True(after.Patch.IsEmpty);
    }

    [Fact]
    public void ARoute_ThatDelegates_IsNamed()
    {
        (TrafficView view, _) = Routes.LookMesh("""{"http":[{"name":"api","delegate":{"name":"checkout-api","namespace":"shop"}}]}""");

        Assert.Equal(["http api delegates to VirtualService shop/checkout-api, which was not looked at"], view.Unseen);
    }
}
