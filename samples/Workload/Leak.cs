namespace CanaryJudge.Samples.Workload;

/// <summary>Memory that is taken in small steps, written to, and not given back while the fault lasts.</summary>
internal sealed class Leak(long bytesPerSecond, long limitBytes, TimeProvider time)
{
    private const int StepBytes = 64 << 10;
    private readonly Lock gate = new();
    private readonly List<byte[]> held = [];
    private long? growingSince;
    private long bytesBefore;

    /// <summary>Starts or stops to grow; what is held stays held, as with a real leak.</summary>
    public void Set(bool growing)
    {
        lock (gate)
        {
            Grow();
            if (growing == growingSince.HasValue) return;
            bytesBefore = (long)held.Count * StepBytes;
            growingSince = growing ? time.GetTimestamp() : null;
        }
    }

    /// <summary>Takes what has become due and says how much is held.</summary>
    /// <returns>Bytes held.</returns>
    public long HeldBytes()
    {
        lock (gate)
        {
            Grow();
            return (long)held.Count * StepBytes;
        }
    }

    private void Grow()
    {
        if (growingSince is not { } since) return;
        double due = Math.Min(limitBytes, bytesBefore + bytesPerSecond * time.GetElapsedTime(since).TotalSeconds);
        while ((held.Count + 1L) * StepBytes <= due)
        {
            byte[] step = GC.AllocateUninitializedArray<byte>(StepBytes);
            step.AsSpan().Fill(1); // written to, so that the pages are resident
            held.Add(step);
        }
    }
}
