namespace CanaryJudge.Sources;

/// <summary>Asks once what several want to know at the same time: metrics of one plan with the same query, and analyses of the same rollouts.</summary>
/// <remarks>A question asked after the answer came is asked again, unless answers are kept; those of an attempt that failed never are. Thread-safe.</remarks>
/// <typeparam name="TQuestion">What is asked, compared by value.</typeparam>
/// <typeparam name="TAnswer">The answer; all who asked get the same object.</typeparam>
/// <param name="keeping">How answers are kept for those who ask later; null to keep none.</param>
/// <param name="joined">Told of every question whether another's answer serves it; may be called by several threads at once. Null for nobody.</param>
public sealed class SharedQuestions<TQuestion, TAnswer>(AnswerKeeping<TAnswer>? keeping = null, Action<bool>? joined = null)
    where TQuestion : notnull
{
    private readonly Dictionary<TQuestion, Flight> flights = [];
    private readonly Queue<(TQuestion Question, Flight Flight, long SinceTimestamp)> kept = new();
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
            joined?.Invoke(!isNew);
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
            Forget();
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
            // Answered, or nobody waits any more: who asks next asks anew, unless the answer is kept.
            if (IsCurrent(question, flight) && !flight.IsKept && !TryKeep(question, flight)) flights.Remove(question);
        }
        if (isLast) flight.Dispose();
    }

    private bool TryKeep(TQuestion question, Flight flight)
    {
        if (keeping is null || !flight.Answer.IsCompletedSuccessfully || kept.Count >= keeping.Most || !keeping.IsWorth(flight.Answer.Result)) return false;
        kept.Enqueue((question, flight, keeping.Clock.GetTimestamp()));
        return flight.IsKept = true;
    }

    private void Forget()
    {
        while (keeping is not null && kept.TryPeek(out (TQuestion Question, Flight Flight, long SinceTimestamp) oldest) && keeping.Clock.GetElapsedTime(oldest.SinceTimestamp) >= keeping.For)
        {
            kept.Dequeue();
            if (IsCurrent(oldest.Question, oldest.Flight)) flights.Remove(oldest.Question);
        }
    }

    private bool IsCurrent(TQuestion question, Flight flight) => flights.TryGetValue(question, out Flight? current) && current == flight;

    private sealed class Flight : IDisposable
    {
        private readonly CancellationTokenSource end = new();
        private readonly TaskCompletionSource<TAnswer> result = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Waiting { get; set; }

        public bool IsKept { get; set; }

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
