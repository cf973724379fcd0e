using System.Buffers;

namespace CanaryJudge.Statistics;

/// <summary>Scratch from the shared pool for the overloads that ask the caller for none; given back when disposed.</summary>
internal readonly ref struct RentedScratch(int length)
{
    private readonly double[] _array = ArrayPool<double>.Shared.Rent(length);

    public Span<double> Span => _array;

    public void Dispose() => ArrayPool<double>.Shared.Return(_array);
}
