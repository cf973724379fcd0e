using System.Net.Http.Headers;
using System.Text;
using CanaryJudge.Analyzer.Tests.Grpc;
using CanaryJudge.Analyzer.Tests.Hosting;
using CanaryJudge.Contracts.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CanaryJudge.Analyzer.Tests.Hooks;

/// <summary>A service that holds the sample policies, asked as controllers ask it. Its source never answers: nothing is decided but by a person.</summary>
internal sealed class Asked : IAsyncDisposable
{
    private readonly ShiftedClock _clock;

    private Asked(RunningAnalyzer analyzer, ShiftedClock clock) => (Analyzer, _clock) = (analyzer, clock);

    public RunningAnalyzer Analyzer { get; }

    /// <summary>Its clock. A test that asks is skipped where the service is another process.</summary>
    public ShiftedClock Clock
    {
        get
        {
            RunningAnalyzer.NeedsThisProcess();
            return _clock;
        }
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<Asked> StartAsync(params string[] settings)
    {
        ShiftedClock clock = new();
        Action<WebApplicationBuilder> adjust = builder => builder.Services.RemoveAll<TimeProvider>().AddSingleton<TimeProvider>(clock);
        return new Asked(await RunningAnalyzer.StartAsync(RunningAnalyzer.IsAnotherProcess ? null : adjust, [AnalysisRequests.Source, "--Policies:Directory=" + Checkout.Path("samples/policies"), .. settings]), clock);
    }

    /// <summary>Posts a body.</summary>
    public async Task<(int Status, string Text)> PostAsync(string path, string body, AuthenticationHeaderValue? authorization = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = authorization;
        using HttpResponseMessage answer = await Analyzer.Rest.SendAsync(request, Cancel);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel));
    }

    /// <summary>A person decides the only analysis that has not ended.</summary>
    public async Task DecideAsync(VerdictOutcome decision)
    {
        Analysis live = Assert.Single(await AnalysesAsync(), a => a.State != AnalysisState.Ended);
        await Analyzer.Analyses.OverrideAnalysisAsync(new() { Id = live.Id, Decision = decision, By = "bob", Reason = "seen by hand" }, cancellationToken: Cancel);
    }

    /// <summary>A person calls the only analysis off that has not ended.</summary>
    public async Task CallOffAsync()
    {
        Analysis live = Assert.Single(await AnalysesAsync(), a => a.State != AnalysisState.Ended);
        await Analyzer.Analyses.CancelAnalysisAsync(new() { Id = live.Id, By = "bob", Reason = "wrong build" }, cancellationToken: Cancel);
    }

    /// <summary>Every analysis, the latest first.</summary>
    public async Task<IReadOnlyList<Analysis>> AnalysesAsync() => (await Analyzer.Analyses.ListAnalysesAsync(new(), cancellationToken: Cancel)).Analyses;

    public ValueTask DisposeAsync() => Analyzer.DisposeAsync();

    /// <summary>The time of day, moved ahead; timers go as ever.</summary>
    internal sealed class ShiftedClock : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Shift;
    }
}
