using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.RateLimiting;

namespace CanaryJudge.Analyzer.Grpc;

/// <summary>One bound for each caller, made at the first call and forgotten once it has been idle.</summary>
/// <remarks>
/// The framework's partitions do the same with a timer of a tenth of a second for each kind of bound, and 250 methods that are compiled when the service starts: they took a
/// fifteenth of the time to the first answer, and more of a call than the bounds themselves. A call that takes from an idle bound in the very moment (once in ten seconds) in
/// which it is forgotten is not counted in the next one: the bound over all callers holds all the same.
/// </remarks>
/// <typeparam name="TBound">The kind of bound; must not need a timer.</typeparam>
/// <param name="make">Makes one that nothing has been taken from.</param>
/// <param name="idle">How long one is kept that is as good as new, and how often such are looked for.</param>
internal sealed class CallerBounds<TBound>(Func<TBound> make, TimeSpan idle)
    where TBound : RateLimiter
{
    private readonly ConcurrentDictionary<object, TBound> _bounds = new();
    private long _looked = Stopwatch.GetTimestamp();

    /// <summary>How many callers have one.</summary>
    public int Count => _bounds.Count;

    /// <summary>The caller's bound.</summary>
    /// <param name="caller">A name as text, or an address: no two kinds are equal.</param>
    public TBound Of(object caller) => _bounds.TryGetValue(caller, out TBound? bound) ? bound : Add(caller);

    // Only a new caller makes this grow, so that only then it has to shrink. Who still holds a forgotten one held one that was as good as new.
    private TBound Add(object caller)
    {
        long looked = Interlocked.Read(ref _looked);
        if (Stopwatch.GetElapsedTime(looked) >= idle && Interlocked.CompareExchange(ref _looked, Stopwatch.GetTimestamp(), looked) == looked) Forget();
        return _bounds.GetOrAdd(caller, _ => make());
    }

    private void Forget()
    {
        foreach ((object caller, TBound bound) in _bounds)
        {
            if (bound is ReplenishingRateLimiter filled) filled.TryReplenish();
            if (bound.IdleDuration >= idle) _bounds.TryRemove(caller, out _);
        }
    }
}
