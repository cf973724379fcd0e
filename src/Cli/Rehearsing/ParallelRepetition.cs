using CanaryJudge.Judging.Rehearsing;

namespace CanaryJudge.Cli.Rehearsing;

/// <summary>Rehearsals on several threads; their results lie by place, so that the number of threads changes nothing.</summary>
/// <param name="parallel">Rehearsals at the same time, 1 or more.</param>
/// <param name="progress">Told how far it is.</param>
/// <param name="interrupted">Ends it: the repetition then throws <see cref="OperationCanceledException"/>.</param>
internal sealed class ParallelRepetition(int parallel, RehearsalProgress progress, CancellationToken interrupted) : IRepetition
{
    /// <inheritdoc/>
    public T[] Repeat<T>(string what, int count, Func<int, T> one)
    {
        var results = new T[count];
        int done = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = interrupted };
        Parallel.For(0, count, options, place =>
        {
            results[place] = one(place);
            progress.Show($"{what}: {Interlocked.Increment(ref done)} of {count}");
        });
        return results;
    }
}
