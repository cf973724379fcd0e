namespace CanaryJudge.Judging.Rehearsing;

/// <summary>Does the same thing many times. Whoever runs rehearsals says how: one after the other, on all processors, with progress.</summary>
public interface IRepetition
{
    /// <summary>Calls once for each place.</summary>
    /// <param name="what">What is repeated, for people: "error_rate, +1 margin".</param>
    /// <param name="count">How many times; 0 or more.</param>
    /// <param name="one">One of them, by its place; may be called on any thread, and gives the same for the same place.</param>
    /// <returns>The results by place.</returns>
    T[] Repeat<T>(string what, int count, Func<int, T> one);
}
