using CanaryJudge.Cli.Replaying;

namespace CanaryJudge.Cli.Tests.Replaying;

public sealed class OrderedParallelTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Results_OfWorkThatEndsInAnotherOrder_ComeInTheItemsOrder()
    {
        using var secondIsDone = new ManualResetEventSlim();
        List<int> results = await RunAsync(2, 2, item =>
        {
            if (item == 0) Assert.True(secondIsDone.Wait(TimeSpan.FromMinutes(1), Token));
            else secondIsDone.Set();
            return item;
        });
        Assert.Equal([0, 1], results);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Work_AtTheSameTime_IsNeverMoreThanAskedFor(int parallel)
    {
        (int running, int most) = (0, 0);
        var gate = new Lock();
        List<int> results = await RunAsync(200, parallel, item =>
        {
            lock (gate) most = Math.Max(most, ++running);
            Thread.SpinWait(200);
            lock (gate) running--;
            return item;
        });
        Assert.Equal(Enumerable.Range(0, 200), results);
        Assert.InRange(most, 1, parallel);
    }

    [Fact]
    public async Task Items_ThatNobodyTakes_AreNotProducedWithoutEnd()
    {
        int produced = 0;
        IAsyncEnumerable<int> results = OrderedParallel.RunAsync<int, int>(
            async (add, _) =>
            {
                while (true)
                {
                    await add(produced);
                    produced++;
                }
            },
            item => item,
            2,
            Token);
        await foreach (int result in results)
        {
            if (result == 5) break;
        }

        Assert.InRange(produced, 5, 100);
    }

    [Fact]
    public async Task Failure_OfTheProducerOrTheWork_IsThrown()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(3, 2, item => item == 1 ? throw new InvalidOperationException() : item));
        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (int unused in OrderedParallel.RunAsync<int, int>((_, _) => throw new InvalidOperationException(), item => item, 2, Token)) Assert.Fail($"{unused} was never produced.");
        });
    }

    private static async Task<List<int>> RunAsync(int items, int parallel, Func<int, int> work)
    {
        var results = new List<int>();
        IAsyncEnumerable<int> all = OrderedParallel.RunAsync(
            async (add, _) =>
            {
                for (int k = 0; k < items; k++) await add(k);
            },
            work,
            parallel,
            Token);
        await foreach (int result in all) results.Add(result);
        return results;
    }
}
