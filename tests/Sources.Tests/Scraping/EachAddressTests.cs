using System.Net;
using System.Net.Sockets;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Sources.Scraping;
using Microsoft.Extensions.Time.Testing;

namespace CanaryJudge.Sources.Tests.Scraping;

/// <summary>One target that stands for several instances: a name with an address for each.</summary>
public sealed class EachAddressTests : IAsyncDisposable
{
    private readonly FakeTimeProvider clock = new(ScrapeBench.Start);
    private readonly Requests sent = new();
    private readonly ScrapeSource source;
    private Func<Task<IPAddress[]>> found = () => Task.FromResult(Array.Empty<IPAddress>());

    public EachAddressTests()
    {
        ScrapeTarget target = new(new Uri("http://shop-canary:8080/metrics"), new Dictionary<string, string> { ["version"] = "v2" }) { EachAddress = true };
        source = new ScrapeSource(new ScrapeOptions { Targets = [target], Retention = TimeSpan.FromSeconds(10) }, clock, sent, (_, _) => found());
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    [Fact]
    public async Task ScrapeOnceAsync_EachAddress_IsAnInstanceOfItsOwn_AskedForByName()
    {
        Says("10.0.0.2", "10.0.0.1", "fd00::7");

        IReadOnlyList<TargetScrape> round = await ScrapeAsync();

        Assert.All(round, scrape => Assert.True(scrape.IsUp, scrape.Failure));
        Assert.Equal(["http://10.0.0.1:8080/metrics", "http://10.0.0.2:8080/metrics", "http://[fd00::7]:8080/metrics"], sent.Asked.Order(StringComparer.Ordinal));
        Assert.All(sent.Hosts, host => Assert.Equal("shop-canary:8080", host));
        QueryAnswer answer = await AskAsync();
        Assert.Equal(["10.0.0.1:8080", "10.0.0.2:8080", "[fd00::7]:8080"], answer.Series.Select(series => series.Labels["instance"]).Order(StringComparer.Ordinal));
        Assert.All(answer.Series, series => Assert.Equal("v2", series.Labels["version"]));
    }

    [Fact]
    public async Task ScrapeOnceAsync_AddressesThatComeAndGo_AreScrapedWhileTheyAreThere()
    {
        Says("10.0.0.1");
        await ScrapeAsync();
        Says("10.0.0.2");
        await ScrapeAsync();

        QueryAnswer answer = await AskAsync();

        Assert.Equal([1, 1], answer.Series.Select(series => series.Values.Length));
        Assert.Null(answer.Problem);
    }

    [Fact]
    public async Task MeasureAsync_ANameThatCannotBeLookedUp_IsUnreachable_AndNothingElse()
    {
        found = () => throw new SocketException((int)SocketError.HostNotFound);

        TargetScrape scrape = Assert.Single(await ScrapeAsync());
        QueryAnswer answer = await AskAsync();

        Assert.Contains("its name cannot be looked up", scrape.Failure, StringComparison.Ordinal);
        Assert.Equal(ProblemKind.Unreachable, answer.Problem?.Kind);
        Assert.Empty(sent.Asked);
    }

    [Fact]
    public async Task MeasureAsync_ANameWithoutAnAddress_IsUnreachable()
    {
        await ScrapeAsync();

        Assert.Contains("its name has no address", (await AskAsync()).Problem?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scrapes_OfAnAddressThatWentLongAgo_AreForgotten()
    {
        Says("10.0.0.1");
        sent.Fails = true;
        await ScrapeAsync();
        Says("10.0.0.2");
        sent.Fails = false;
        for (int second = 0; second < 12; second++) await ScrapeAsync();

        Assert.Empty((await AskAsync()).Warnings);
    }

    [Fact]
    public void Constructor_ATargetOfSeveralInstancesWithOneInstanceLabel_IsRefused()
    {
        ScrapeTarget target = new(new Uri("http://shop:8080/metrics"), new Dictionary<string, string> { ["instance"] = "one" }) { EachAddress = true };

        ArgumentException problem = Assert.Throws<ArgumentException>(() => new ScrapeSource(new ScrapeOptions { Targets = [target] }, TimeProvider.System));

        Assert.Contains("leave it out", problem.Message, StringComparison.Ordinal);
    }

    private void Says(params string[] addresses) => found = () => Task.FromResult(addresses.Select(IPAddress.Parse).ToArray());

    private async Task<IReadOnlyList<TargetScrape>> ScrapeAsync()
    {
        clock.Advance(TimeSpan.FromSeconds(1));
        return await source.ScrapeOnceAsync(ScrapeBench.Token);
    }

    private async Task<QueryAnswer> AskAsync()
    {
        PlannedQuery query = new(Side.Canary, TermRole.Bad, TermReading.Counter, "r", ScrapeBench.StartMillis, ScrapeBench.StartMillis + 60_000, 0);
        MetricPolicy metric = new() { Name = "errors", Kind = MetricKind.Ratio, Margin = Margin.Absolute(0.005) };
        return Assert.Single((await source.MeasureAsync(new MetricPlan(metric, [query]), ScrapeBench.Token)).Answers);
    }

    private sealed class Requests : HttpMessageHandler
    {
        public List<string> Asked { get; } = [];

        public List<string?> Hosts { get; } = [];

        public bool Fails { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            lock (Asked)
            {
                Asked.Add(request.RequestUri!.AbsoluteUri);
                Hosts.Add(request.Headers.Host);
            }

            return Task.FromResult(new HttpResponseMessage(Fails ? HttpStatusCode.InternalServerError : HttpStatusCode.OK) { Content = new StringContent("r 1\n") });
        }
    }
}
