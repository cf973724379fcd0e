using CanaryJudge.Analyzer.Tests.Hosting;
using CanaryJudge.Contracts.V1;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Grpc.Reflection.V1Alpha;
using HealthService = Grpc.Health.V1.Health;
using JudgeClient = CanaryJudge.Contracts.V1.CanaryJudge.CanaryJudgeClient;

namespace CanaryJudge.Analyzer.Tests.Grpc;

/// <summary>The service answers over every door it has.</summary>
public sealed class CallTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CheckPolicy_OverHttp2WithoutTls_AnswersTheEffectivePolicy()
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();

        CheckPolicyResponse answer = await analyzer.Client.CheckPolicyAsync(new CheckPolicyRequest { Policy = new PolicyChoice { Text = Requests.PolicyText } }, cancellationToken: Token);

        Assert.True(answer.Valid);
        Assert.Equal("checkout", answer.Effective.Name);
        Assert.Equal(60, answer.Effective.Horizon);
        Assert.Equal(0.005, answer.Effective.Metrics.Single().Margin.Absolute);
    }

    [Fact]
    public async Task CheckPolicy_OverAUnixSocket_AnswersAndLeavesNoSocketBehind()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("canaryjudge").FullName, "judge.sock");
        await using (RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync("--Listen:UnixSocket=" + path))
        {
            using GrpcChannel channel = analyzer.SocketChannel();

            CheckPolicyResponse answer = await new JudgeClient(channel).CheckPolicyAsync(new CheckPolicyRequest { Policy = new PolicyChoice { Text = Requests.PolicyText } }, cancellationToken: Token);

            Assert.True(answer.Valid);
        }

        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task UnixSocket_LeftByAKilledService_IsTakenOver()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("canaryjudge").FullName, "judge.sock");
        using (System.Net.Sockets.Socket killed = new(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified))
        {
            killed.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(path)); // bound, never listening: what a killed process leaves
            await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync("--Listen:UnixSocket=" + path);
            using GrpcChannel channel = analyzer.SocketChannel();

            HealthCheckResponse health = await new HealthService.HealthClient(channel).CheckAsync(new HealthCheckRequest(), cancellationToken: Token);

            Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.Status);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("canaryjudge.v1.CanaryJudge")]
    [InlineData("canaryjudge.v1.AnalysisService")]
    public async Task Health_OfAStartedService_IsServing(string service)
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();

        HealthCheckResponse health = await new HealthService.HealthClient(analyzer.Channel).CheckAsync(new HealthCheckRequest { Service = service }, cancellationToken: Token);

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.Status);
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    public async Task HealthPage_OfAStartedService_IsOk(string path)
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();

        using HttpResponseMessage page = await analyzer.Rest.GetAsync(path, Token);

        Assert.Equal(System.Net.HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task Reflection_ListsTheServiceAndItsFile()
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();
        using AsyncDuplexStreamingCall<ServerReflectionRequest, ServerReflectionResponse> call = new ServerReflection.ServerReflectionClient(analyzer.Channel).ServerReflectionInfo(cancellationToken: Token);

        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" }, Token);
        Assert.True(await call.ResponseStream.MoveNext(Token));
        Assert.Contains("canaryjudge.v1.CanaryJudge", call.ResponseStream.Current.ListServicesResponse.Service.Select(s => s.Name));

        await call.RequestStream.WriteAsync(new ServerReflectionRequest { FileContainingSymbol = "canaryjudge.v1.CanaryJudge" }, Token);
        Assert.True(await call.ResponseStream.MoveNext(Token));
        Assert.NotEmpty(call.ResponseStream.Current.FileDescriptorResponse.FileDescriptorProto);
        await call.RequestStream.CompleteAsync();
    }
}
