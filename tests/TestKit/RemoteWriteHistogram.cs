namespace CanaryJudge.TestKit;

/// <summary>One sample of a native histogram with positive buckets: bucket i counts the observations in (2^((i-1) / 2^Schema), 2^(i / 2^Schema)].</summary>
/// <param name="TimeMillis">Milliseconds since the Unix epoch.</param>
/// <param name="Schema">Resolution, -4 to 8.</param>
/// <param name="Sum">Sum of the observations so far.</param>
/// <param name="FirstIndex">Index of the first bucket.</param>
/// <param name="Counts">Observations so far in each bucket from the first on, not cumulative over buckets.</param>
/// <param name="ZeroCount">Observations so far within 2^-128 of zero.</param>
public sealed record RemoteWriteHistogram(long TimeMillis, int Schema, double Sum, int FirstIndex, IReadOnlyList<long> Counts, long ZeroCount = 0);
