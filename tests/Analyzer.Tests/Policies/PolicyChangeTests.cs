using CanaryJudge.Analyzer.Policies;
using CanaryJudge.Analyzer.Tests.Grpc;
using CanaryJudge.Contracts.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Tests.Policies;

/// <summary>Policies whose files change while the service runs: each file for itself, and what is wrong never takes the place of what was right.</summary>
public sealed class PolicyChangeTests : IDisposable
{
    private readonly MountedConfigMap _mount = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddLogging().BuildServiceProvider();

    public void Dispose()
    {
        _mount.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void ChangedFile_ThatIsRight_IsTakenUp()
    {
        _mount.Swap(("a.yaml", Policy("a", warmup: 1)), ("b.yaml", Policy("b")));
        PolicyShelf shelf = Filled();

        _mount.Swap(("a.yaml", Policy("a", warmup: 2)), ("c.yaml", Policy("c")));
        shelf.Look();

        Assert.Equal(["a", "c"], shelf.Current.Names);
        Assert.Equal(2, shelf.Current.Find("a")!.WarmUp);
        Assert.Equal(0, shelf.Refused);
    }

    [Fact]
    public void ChangedFile_ThatIsWrong_IsRefused_AndWhatItHeldIsStillHeld_WhileOthersAreTakenUp()
    {
        _mount.Swap(("a.yaml", Policy("a", warmup: 1)), ("b.yaml", Policy("b", warmup: 1)));
        PolicyShelf shelf = Filled();

        _mount.Swap(("a.yaml", Policy("a", warmup: 2).Replace("kind: ratio", "kind: ratoi", StringComparison.Ordinal)), ("b.yaml", Policy("b", warmup: 3)));
        shelf.Look();

        Assert.Equal((1, 3), (shelf.Current.Find("a")!.WarmUp, shelf.Current.Find("b")!.WarmUp));
        Assert.Contains("a.yaml(", Assert.Single(shelf.Current.Faults), StringComparison.Ordinal);
        Assert.Equal(1, shelf.Refused);
    }

    [Fact]
    public void WrongFile_ThatIsMendedLater_IsTakenUp()
    {
        _mount.Swap(("a.yaml", Policy("a", warmup: 1)));
        PolicyShelf shelf = Filled();
        _mount.Swap(("a.yaml", "nothing of the kind"));
        shelf.Look();

        _mount.Swap(("a.yaml", Policy("a", warmup: 4)));
        shelf.Look();

        Assert.Equal((4, 0), (shelf.Current.Find("a")!.WarmUp, shelf.Refused));
    }

    [Fact]
    public void NewFile_WithANameThatAnotherHolds_IsRefused()
    {
        _mount.Swap(("b.yaml", Policy("shop", warmup: 1)));
        PolicyShelf shelf = Filled();

        _mount.Swap(("a.yaml", Policy("shop", warmup: 2)), ("b.yaml", Policy("shop", warmup: 1)));
        shelf.Look();

        Assert.Equal(1, shelf.Current.Find("shop")!.WarmUp);
        string fault = Assert.Single(shelf.Current.Faults);
        Assert.Contains("a.yaml: the policy's name shop is also that of", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void NamesThatTwoFilesExchange_AreTakenUp()
    {
        _mount.Swap(("a.yaml", Policy("x", warmup: 1)), ("b.yaml", Policy("y", warmup: 2)));
        PolicyShelf shelf = Filled();

        _mount.Swap(("a.yaml", Policy("y", warmup: 3)), ("b.yaml", Policy("x", warmup: 4)));
        shelf.Look();

        Assert.Equal((4, 3, 0), (shelf.Current.Find("x")!.WarmUp, shelf.Current.Find("y")!.WarmUp, shelf.Refused));
    }

    [Fact]
    public void PolicyThatMovesToAnotherFile_IsThereThroughout()
    {
        _mount.Swap(("a.yaml", Policy("shop", warmup: 1)));
        PolicyShelf shelf = Filled();

        _mount.Swap(("b.yaml", Policy("shop", warmup: 2)));
        shelf.Look();

        Assert.Equal((2, 0), (shelf.Current.Find("shop")!.WarmUp, shelf.Refused));
    }

    [Fact]
    public void DirectoryThatIsGone_LeavesEverythingHeld_AndIsCountedAsRefused()
    {
        _mount.Swap(("a.yaml", Policy("a")));
        PolicyShelf shelf = Filled(Path.Combine(_mount.Directory, "..data"));

        File.Delete(_mount.PathOf("..data"));
        shelf.Look();

        Assert.Equal(["a"], shelf.Current.Names);
        Assert.Equal(1, shelf.Refused);
    }

    [Fact]
    public void FileThatIsTooLarge_LeavesEverythingHeld()
    {
        _mount.Swap(("a.yaml", Policy("a")));
        PolicyShelf shelf = Filled();

        _mount.Swap(("a.yaml", Policy("a")), ("b.yaml", new string('#', (int)PolicyFolder.MostBytes + 1)));
        shelf.Look();

        Assert.Equal(["a"], shelf.Current.Names);
        Assert.Equal(1, shelf.Refused);
    }

    [Fact]
    public async Task RunningService_TakesUpAConfigMapThatIsSwapped_AndRefusesABrokenOne()
    {
        _mount.Swap(("shop.yaml", Policy("shop", warmup: 1)));
        await using Hosting.RunningAnalyzer analyzer = await Hosting.RunningAnalyzer.StartAsync("--Policies:Directory=" + _mount.Directory);
        Assert.Equal(1, await WarmUpAsync(analyzer));

        _mount.Swap(("shop.yaml", Policy("shop", warmup: 2)));
        await UntilAsync(async () => await WarmUpAsync(analyzer) == 2);

        _mount.Swap(("shop.yaml", "metadata: {name: shop}"));
        await UntilAsync(() => Task.FromResult(analyzer.Logs.Lines.Any(line => line.Contains("A changed policy is refused", StringComparison.Ordinal) && line.Contains("shop.yaml", StringComparison.Ordinal))));
        Assert.Equal(2, await WarmUpAsync(analyzer));
    }

    private static async Task<int> WarmUpAsync(Hosting.RunningAnalyzer analyzer) =>
        (await analyzer.Client.CheckPolicyAsync(new CheckPolicyRequest { Policy = new PolicyChoice { Name = "shop" } }, cancellationToken: TestContext.Current.CancellationToken)).Effective.WarmUp;

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using CancellationTokenSource bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromMinutes(2));
        while (!await holds()) await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, bound.Token);
    }

    private static string Policy(string name, int warmup = 1) =>
        Requests.PolicyText.Replace("{name: checkout}", $"{{name: {name}}}", StringComparison.Ordinal).Replace("warmup: 1", $"warmup: {warmup}", StringComparison.Ordinal);

    private PolicyShelf Filled(string? directory = null)
    {
        PolicyShelf shelf = new(
            Options.Create(new HeldPolicyOptions { Directory = directory ?? _mount.Directory }), _services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), _services.GetRequiredService<ILogger<PolicyShelf>>());
        shelf.Fill();
        Assert.Empty(shelf.Current.Faults);
        return shelf;
    }
}
