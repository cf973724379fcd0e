using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CanaryJudge.Statistics;

/// <summary>Four doubles, for processors with AVX2.</summary>
internal readonly struct FourLanes(Vector256<double> all) : ILanes<FourLanes>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private readonly Vector256<double> _all = all;

    public static int Count => 4;

    [MethodImpl(Inline)]
    public static implicit operator FourLanes(double value) => new(Vector256.Create(value));

    [MethodImpl(Inline)]
    public static FourLanes From(ReadOnlySpan<double> values, int at) => new(Vector256.Create(values.Slice(at, 4)));

    [MethodImpl(Inline)]
    public static FourLanes From(ReadOnlySpan<double> values, int at, double beyond) => at < values.Length ? From(values, at) : beyond;

    [MethodImpl(Inline)]
    public void CopyTo(Span<double> values, int at) => _all.StoreUnsafe(ref MemoryMarshal.GetReference(values.Slice(at, 4)));

    [MethodImpl(Inline)]
    public void CopyWithin(Span<double> values, int at)
    {
        if (at < values.Length) CopyTo(values, at);
    }

    [MethodImpl(Inline)]
    public double First() => _all.ToScalar();

    [MethodImpl(Inline)]
    public double Largest() => new TwoLanes(Vector128.Max(_all.GetLower(), _all.GetUpper())).Largest();

    [MethodImpl(Inline)]
    public double Sum() => new TwoLanes(_all.GetLower() + _all.GetUpper()).Sum();

    [MethodImpl(Inline)]
    public static FourLanes operator +(FourLanes left, FourLanes right) => new(left._all + right._all);

    [MethodImpl(Inline)]
    public static FourLanes operator -(FourLanes left, FourLanes right) => new(left._all - right._all);

    [MethodImpl(Inline)]
    public static FourLanes operator *(FourLanes left, FourLanes right) => new(left._all * right._all);

    [MethodImpl(Inline)]
    public static FourLanes operator /(FourLanes left, FourLanes right) => new(left._all / right._all);

    [MethodImpl(Inline)]
    public static FourLanes Sqrt(FourLanes value) => new(Vector256.Sqrt(value._all));

    [MethodImpl(Inline)]
    public static FourLanes Max(FourLanes left, FourLanes right) => new(Vector256.Max(left._all, right._all));

    [MethodImpl(Inline)]
    public static FourLanes Min(FourLanes left, FourLanes right) => new(Vector256.Min(left._all, right._all));

    [MethodImpl(Inline)]
    public static FourLanes MaxNative(FourLanes left, FourLanes right) => new(Vector256.MaxNative(left._all, right._all));

    [MethodImpl(Inline)]
    public static FourLanes MinNative(FourLanes left, FourLanes right) => new(Vector256.MinNative(left._all, right._all));

    [MethodImpl(Inline)]
    public static bool AllAtMost(FourLanes left, FourLanes right) => Vector256.LessThanOrEqualAll(left._all, right._all);

    [MethodImpl(Inline)]
    public static FourLanes WhereLess(FourLanes left, FourLanes right, FourLanes then, FourLanes otherwise) => new(Vector256.ConditionalSelect(Vector256.LessThan(left._all, right._all), then._all, otherwise._all));

    [MethodImpl(Inline)]
    public static FourLanes CountLess(FourLanes counts, FourLanes left, FourLanes right) => new((counts._all.AsInt64() - Vector256.LessThan(left._all, right._all).AsInt64()).AsDouble());

    [MethodImpl(Inline)]
    public static FourLanes CountAtMost(FourLanes counts, FourLanes left, FourLanes right) => new((counts._all.AsInt64() - Vector256.LessThanOrEqual(left._all, right._all).AsInt64()).AsDouble());

    [MethodImpl(Inline)]
    public static ulong EqualPlaces(FourLanes left, FourLanes right) => Vector256.Equals(left._all, right._all).ExtractMostSignificantBits();

    [MethodImpl(Inline)]
    public static FourLanes AddBits(FourLanes value, long bits) => new((value._all.AsInt64() + Vector256.Create(bits)).AsDouble());

    [MethodImpl(Inline)]
    public static FourLanes SubtractBits(FourLanes value, FourLanes bits) => new((value._all.AsInt64() - bits._all.AsInt64()).AsDouble());

    [MethodImpl(Inline)]
    public static FourLanes And(FourLanes value, long bits) => new((value._all.AsInt64() & Vector256.Create(bits)).AsDouble());

    [MethodImpl(Inline)]
    public static FourLanes Or(FourLanes value, long bits) => new((value._all.AsInt64() | Vector256.Create(bits)).AsDouble());

    [MethodImpl(Inline)]
    public static FourLanes ToExponent(FourLanes value) => new((value._all.AsInt64() << 52).AsDouble());

    [MethodImpl(Inline)]
    public static FourLanes FromExponent(FourLanes value) => new((value._all.AsInt64() >>> 52).AsDouble());
}
