using System.Diagnostics;
using System.Security.Cryptography;

namespace CanaryJudge.Samples.Workload;

/// <summary>The work of one request: what it does is drawn from the seed and the request's number alone.</summary>
internal sealed class Checkout(WorkloadOptions options, TimeProvider time, InstanceMetrics metrics)
{
    private const double LogSpread = 0.35;
    private long requests;

    /// <summary>Does the work of the next request and counts it.</summary>
    /// <param name="fault">The fault in force.</param>
    /// <param name="cancellationToken">Ends the wait; the request is then not counted.</param>
    /// <returns>The status: 200 or 500.</returns>
    public async Task<int> ServeAsync(Fault fault, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        var draws = new SeededDraws(options.Seed, (ulong)Interlocked.Increment(ref requests));
        double errorRate = options.ErrorRate + (fault == Fault.Errors ? options.AddedErrorRate : 0);
        int status = draws.Uniform() < errorRate ? 500 : 200;
        double milliseconds = options.MedianMilliseconds * Math.Exp(LogSpread * draws.Normal());
        if (fault == Fault.Latency && draws.Uniform() < options.LatencyShare) milliseconds *= options.LatencyFactor;

        Work(draws);
        TimeSpan left = TimeSpan.FromMilliseconds(milliseconds) - time.GetElapsedTime(started);
        if (left > TimeSpan.Zero) await Task.Delay(left, time, cancellationToken);
        metrics.Observe(status, time.GetElapsedTime(started).TotalSeconds);
        return status;
    }

    /// <summary>A little real work for the processor: a receipt is hashed a few hundred times.</summary>
    private void Work(SeededDraws draws)
    {
        long started = Stopwatch.GetTimestamp();
        Span<byte> receipt = stackalloc byte[32];
        int rounds = 200 + (int)(100 * draws.Uniform());
        for (int round = 0; round < rounds; round++) SHA256.HashData(receipt, receipt);
        metrics.AddWork(Stopwatch.GetElapsedTime(started));
    }
}
