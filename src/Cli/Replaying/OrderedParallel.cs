using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace CanaryJudge.Cli.Replaying;

/// <summary>Work on many items at once whose results come out in the order in which the items went in.</summary>
internal static class OrderedParallel
{
    private const int WaitingPerWorker = 16;

    /// <summary>Runs it.</summary>
    /// <param name="produce">Hands in the items, one after the other; it is made to wait while too many are unfinished, so that memory stays bounded.</param>
    /// <param name="work">What is done with each; runs on several threads.</param>
    /// <param name="parallel">Items that are worked on at the same time; 1 or more.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>One result an item, in order. What the producer or the work throws is thrown here.</returns>
    public static async IAsyncEnumerable<TResult> RunAsync<TItem, TResult>(
        Func<Func<TItem, ValueTask>, CancellationToken, Task> produce, Func<TItem, TResult> work, int parallel, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stopped = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var workers = new SemaphoreSlim(parallel);
        Channel<Task<TResult>> started = Channel.CreateBounded<Task<TResult>>(new BoundedChannelOptions(parallel * WaitingPerWorker) { SingleReader = true, SingleWriter = true });
        Task producer = Task.Run(ProduceAsync, CancellationToken.None);
        try
        {
            await foreach (Task<TResult> result in started.Reader.ReadAllAsync(cancellationToken)) yield return await result;
        }
        finally
        {
            await stopped.CancelAsync();
            // Its failure has already been told through the channel; here only its end matters.
            await producer.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await FinishAsync(started.Reader);
        }

        async Task ProduceAsync()
        {
            Exception? failure = null;
            try
            {
                await produce(AddAsync, stopped.Token);
            }
            catch (Exception cause)
            {
                failure = cause;
            }

            started.Writer.Complete(failure);
        }

        async ValueTask AddAsync(TItem item)
        {
            await workers.WaitAsync(stopped.Token);
            Task<TResult> begun = Task.Run(() => Work(item), CancellationToken.None);
            try
            {
                await started.Writer.WriteAsync(begun, stopped.Token);
            }
            catch (OperationCanceledException)
            {
                await ((Task)begun).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw;
            }
        }

        TResult Work(TItem item)
        {
            try
            {
                return work(item);
            }
            finally
            {
                workers.Release();
            }
        }
    }

    // What was begun is waited for, so that nothing runs on behind the caller's back.
    private static async Task FinishAsync<TResult>(ChannelReader<Task<TResult>> started)
    {
        while (started.TryRead(out Task<TResult>? left)) await ((Task)left).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
