using System.Net;
using CanaryJudge.Analyzer.Tests.Grpc;
using CanaryJudge.Contracts.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Serilog.Core;
using AnalysisClient = CanaryJudge.Contracts.V1.AnalysisService.AnalysisServiceClient;
using JudgeClient = CanaryJudge.Contracts.V1.CanaryJudge.CanaryJudgeClient;

namespace CanaryJudge.Analyzer.Tests.Hosting;

/// <summary>What the service answers while it starts, and what it puts off until somebody needs it.</summary>
public sealed class StartTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Store_ThatIsStillBroughtUpToDate_KeepsWaitingWhoNeedsIt_ButNotJudging()
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("canaryjudge-").FullName, "store.db");
        LogLines logs = new();
        await using WebApplication app = Program.Build(["--Listen:GrpcPort=0", "--Listen:HttpPort=0", "--Store:File=" + file], builder => builder.Services.RemoveAll<ILogEventSink>().AddSingleton<ILogEventSink>(logs));
        // Another process is at work on the schema.
        FileStream busy = new(file + ".migration", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        Task starting = app.StartAsync(Token);
        string[] addresses = await AddressesAsync(app);
        using GrpcChannel channel = GrpcChannel.ForAddress(addresses[0]);
        using HttpClient rest = new() { BaseAddress = new Uri(addresses[1]) };

        JudgeMeasurementsResponse answer = await new JudgeClient(channel).JudgeMeasurementsAsync(Requests.Measurements(0.1), cancellationToken: Token);
        HttpStatusCode early = await ReadyAsync(rest);
        using AsyncUnaryCall<ListAnalysesResponse> list = new AnalysisClient(channel).ListAnalysesAsync(new ListAnalysesRequest(), cancellationToken: Token);
        bool isEarly = list.ResponseAsync.IsCompleted;
        await busy.DisposeAsync();
        await starting;
        ListAnalysesResponse listed = await list;

        Assert.Equal(VerdictOutcome.Rollback, answer.Verdict.Outcome);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, early);
        Assert.False(isEarly);
        Assert.Empty(listed.Analyses);
        Assert.Equal(HttpStatusCode.OK, await ReadyAsync(rest));
        Assert.DoesNotContain(logs.Lines, line => line.Contains("\"@l\":\"Error\"", StringComparison.Ordinal)); // a probe that comes early is no error
        await app.StopAsync(Token);
    }

    [Fact]
    public async Task FirstCallsByRest_ManyAtOnce_AllFindTheirRoute()
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();

        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => analyzer.Rest.GetAsync(new Uri("/v1/analyses", UriKind.Relative), Token)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        foreach (HttpResponseMessage answer in answers) answer.Dispose();
    }

    [Fact]
    public async Task Service_WithoutCallsByRest_PreparesNoneOfIt()
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();
        await analyzer.Client.JudgeMeasurementsAsync(Requests.Measurements(0.1), cancellationToken: Token);
        EndpointDataSource routes = analyzer.Services.GetRequiredService<EndpointDataSource>();

        bool before = HasRest(routes);
        using HttpResponseMessage answer = await analyzer.Rest.GetAsync(new Uri("/v1/targets", UriKind.Relative), Token);

        Assert.False(before);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(HasRest(routes));
    }

    private static bool HasRest(EndpointDataSource routes) => routes.Endpoints.Any(route => route.Metadata.GetMetadata<Microsoft.AspNetCore.Grpc.JsonTranscoding.GrpcJsonTranscodingMetadata>() is not null);

    private static async Task<HttpStatusCode> ReadyAsync(HttpClient rest)
    {
        using HttpResponseMessage answer = await rest.GetAsync(new Uri("/readyz", UriKind.Relative), Token);
        return answer.StatusCode;
    }

    // Bound ports stand there once they are open, before the service has started.
    private static async Task<string[]> AddressesAsync(WebApplication app)
    {
        IServerAddressesFeature feature = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        while (feature.Addresses.Count < 2 || feature.Addresses.Any(address => address.EndsWith(":0", StringComparison.Ordinal))) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Token);
        return [.. feature.Addresses];
    }
}
