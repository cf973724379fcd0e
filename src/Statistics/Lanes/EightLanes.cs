using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CanaryJudge.Statistics;

/// <summary>Eight doubles, for processors with AVX-512.</summary>
internal readonly struct EightLanes(Vector512<double> all) : ILanes<EightLanes>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private readonly Vector512<double> _all = all;

    public static int Count => 8;

    [MethodImpl(Inline)]
    public static implicit operator EightLanes(double value) => new(Vector512.Create(value));

    [MethodImpl(Inline)]
    public static EightLanes From(ReadOnlySpan<double> values, int at) => new(Vector512.Create(values.Slice(at, 8)));

    [MethodImpl(Inline)]
    public static EightLanes From(ReadOnlySpan<double> values, int at, double beyond) =>
        values.Length - at >= 8 ? From(values, at) : new(Vector512.Create(Vector256.Create(values.Slice(at, 4)), Vector256.Create(beyond)));

    [MethodImpl(Inline)]
    public void CopyTo(Span<double> values, int at) => _all.StoreUnsafe(ref MemoryMarshal.GetReference(values.Slice(at, 8)));

    [MethodImpl(Inline)]
    public void CopyWithin(Span<double> values, int at)
    {
        if (values.Length - at >= 8) CopyTo(values, at);
        else _all.GetLower().StoreUnsafe(ref MemoryMarshal.GetReference(values.Slice(at, 4)));
    }

    [MethodImpl(Inline)]
    public double First() => _all.ToScalar();

    [MethodImpl(Inline)]
    public double Largest() => new FourLanes(Vector256.Max(_all.GetLower(), _all.GetUpper())).Largest();

    [MethodImpl(Inline)]
    public double Sum() => new FourLanes(_all.GetLower() + _all.GetUpper()).Sum();

    [MethodImpl(Inline)]
    public static EightLanes operator +(EightLanes left, EightLanes right) => new(left._all + right._all);

    [MethodImpl(Inline)]
    public static EightLanes operator -(EightLanes left, EightLanes right) => new(left._all - right._all);

    [MethodImpl(Inline)]
    public static EightLanes operator *(EightLanes left, EightLanes right) => new(left._all * right._all);

    [MethodImpl(Inline)]
    public static EightLanes operator /(EightLanes left, EightLanes right) => new(left._all / right._all);

    [MethodImpl(Inline)]
    public static EightLanes Sqrt(EightLanes value) => new(Vector512.Sqrt(value._all));

    [MethodImpl(Inline)]
    public static EightLanes Max(EightLanes left, EightLanes right) => new(Vector512.Max(left._all, right._all));

    [MethodImpl(Inline)]
    public static EightLanes Min(EightLanes left, EightLanes right) => new(Vector512.Min(left._all, right._all));

    [MethodImpl(Inline)]
    public static EightLanes MaxNative(EightLanes left, EightLanes right) => new(Vector512.MaxNative(left._all, right._all));

    [MethodImpl(Inline)]
    public static EightLanes MinNative(EightLanes left, EightLanes right) => new(Vector512.MinNative(left._all, right._all));

    [MethodImpl(Inline)]
    public static bool AllAtMost(EightLanes left, EightLanes right) => Vector512.LessThanOrEqualAll(left._all, right._all);

    [MethodImpl(Inline)]
    public static EightLanes WhereLess(EightLanes left, EightLanes right, EightLanes then, EightLanes otherwise) => new(Vector512.ConditionalSelect(Vector512.LessThan(left._all, right._all), then._all, otherwise._all));

    [MethodImpl(Inline)]
    public static EightLanes CountLess(EightLanes counts, EightLanes left, EightLanes right) => new((counts._all.AsInt64() - Vector512.LessThan(left._all, right._all).AsInt64()).AsDouble());

    [MethodImpl(Inline)]
    public static EightLanes CountAtMost(EightLanes counts, EightLanes left, EightLanes right) => new((counts._all.AsInt64() - Vector512.LessThanOrEqual(left._all, right._all).AsInt64()).AsDouble());

    [MethodImpl(Inline)]
    public static ulong EqualPlaces(EightLanes left, EightLanes right) => Vector512.Equals(left._all, right._all).ExtractMostSignificantBits();

    [MethodImpl(Inline)]
    public static EightLanes AddBits(EightLanes value, long bits) => new((value._all.AsInt64() + Vector512.Create(bits)).AsDouble());

    [MethodImpl(Inline)]
    public static EightLanes SubtractBits(EightLanes value, EightLanes bits) => new((value._all.AsInt64() - bits._all.AsInt64()).AsDouble());

    [MethodImpl(Inline)]
    public static EightLanes And(EightLanes value, long bits) => new((value._all.AsInt64() & Vector512.Create(bits)).AsDouble());

    [MethodImpl(Inline)]
    public static EightLanes Or(EightLanes value, long bits) => new((value._all.AsInt64() | Vector512.Create(bits)).AsDouble());

    [MethodImpl(Inline)]
    public static EightLanes ToExponent(EightLanes value) => new((value._all.AsInt64() << 52).AsDouble());

    [MethodImpl(Inline)]
    public static EightLanes FromExponent(EightLanes value) => new((value._all.AsInt64() >>> 52).AsDouble());
}
