namespace CanaryJudge.Sources.Prometheus;

/// <summary>Asks once what several want to know at the same time: metrics of one plan with the same query, and analyses of the same rollouts.</summary>
/// <remarks>Nothing is kept: a question asked after the answer came is asked again. Thread-safe.</remarks>
/// <typeparam name="TQuestion">What is asked, compared by value.</typeparam>
/// <typeparam name="TAnswer">The answer; all who asked get the same object.</typeparam>
internal sealed class SharedQuestions<TQuestion, TAnswer>
    where TQuestion : notnull
{
    private readonly Dictionary<TQuestion, Flight> flights = [];
    private readonly Lock gate = new();

    /// <summary>The answer: to a question that is being asked already, or to one asked now.</summary>
    /// <param name="question">The question.</param>
    /// <param name="ask">Asks it. Its token is cancelled when all who wait for the answer have gone.</param>
    /// <param name="cancellationToken">Ends the waiting of this caller only.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<TAnswer> AskAsync(TQuestion question, Func<CancellationToken, Task<TAnswer>> ask, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Flight flight = Join(question, out bool isNew);
        try
        {
            if (isNew) _ = flight.RunAsync(ask);
            return await flight.Answer.WaitAsync(cancellationToken);
        }
        finally
        {
            Leave(question, flight);
        }
    }

    private Flight Join(TQuestion question, out bool isNew)
    {
        lock (gate)
        {
            isNew = !flights.TryGetValue(question, out Flight? flight);
            if (flight is null) flights.Add(question, flight = new Flight());
            flight.Waiting++;
            return flight;
        }
    }

    private void Leave(TQuestion question, Flight flight)
    {
        bool isLast;
        lock (gate)
        {
            isLast = --flight.Waiting == 0;
            if (!isLast && !flight.Answer.IsCompleted) return;
            // Answered, or nobody waits any more: who asks next asks anew.
            if (flights.TryGetValue(question, out Flight? current) && current == flight) flights.Remove(question);
        }
        if (isLast) flight.Dispose();
    }

    private sealed class Flight : IDisposable
    {
        private readonly CancellationTokenSource end = new();
        private readonly TaskCompletionSource<TAnswer> result = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Waiting { get; set; }

        public Task<TAnswer> Answer => result.Task;

        public async Task RunAsync(Func<CancellationToken, Task<TAnswer>> ask)
        {
            Task<TAnswer> asking = ask(end.Token);
            await ((Task)asking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            result.SetFromTask(asking);
        }

        /// <summary>Gives the question up when it is still being asked.</summary>
        public void Dispose()
        {
            if (!Answer.IsCompleted) end.Cancel();
            end.Dispose();
        }
    }
}
