using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CanaryJudge.Statistics;

/// <summary>Two doubles: what every processor works on at once.</summary>
internal readonly struct TwoLanes(Vector128<double> all) : ILanes<TwoLanes>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private readonly Vector128<double> _all = all;

    public static int Count => 2;

    [MethodImpl(Inline)]
    public static implicit operator TwoLanes(double value) => new(Vector128.Create(value));

    [MethodImpl(Inline)]
    public static TwoLanes From(ReadOnlySpan<double> values, int at) => new(Vector128.Create(values.Slice(at, 2)));

    [MethodImpl(Inline)]
    public static TwoLanes From(ReadOnlySpan<double> values, int at, double beyond) => at < values.Length ? From(values, at) : beyond;

    [MethodImpl(Inline)]
    public void CopyTo(Span<double> values, int at) => _all.StoreUnsafe(ref MemoryMarshal.GetReference(values.Slice(at, 2)));

    [MethodImpl(Inline)]
    public void CopyWithin(Span<double> values, int at)
    {
        if (at < values.Length) CopyTo(values, at);
    }

    [MethodImpl(Inline)]
    public double First() => _all.ToScalar();

    [MethodImpl(Inline)]
    public double Largest() => Math.Max(_all[0], _all[1]);

    [MethodImpl(Inline)]
    public double Sum() => _all[0] + _all[1];

    [MethodImpl(Inline)]
    public static TwoLanes operator +(TwoLanes left, TwoLanes right) => new(left._all + right._all);

    [MethodImpl(Inline)]
    public static TwoLanes operator -(TwoLanes left, TwoLanes right) => new(left._all - right._all);

    [MethodImpl(Inline)]
    public static TwoLanes operator *(TwoLanes left, TwoLanes right) => new(left._all * right._all);

    [MethodImpl(Inline)]
    public static TwoLanes operator /(TwoLanes left, TwoLanes right) => new(left._all / right._all);

    [MethodImpl(Inline)]
    public static TwoLanes Sqrt(TwoLanes value) => new(Vector128.Sqrt(value._all));

    [MethodImpl(Inline)]
    public static TwoLanes Max(TwoLanes left, TwoLanes right) => new(Vector128.Max(left._all, right._all));

    [MethodImpl(Inline)]
    public static TwoLanes Min(TwoLanes left, TwoLanes right) => new(Vector128.Min(left._all, right._all));

    [MethodImpl(Inline)]
    public static TwoLanes MaxNative(TwoLanes left, TwoLanes right) => new(Vector128.MaxNative(left._all, right._all));

    [MethodImpl(Inline)]
    public static TwoLanes MinNative(TwoLanes left, TwoLanes right) => new(Vector128.MinNative(left._all, right._all));

    [MethodImpl(Inline)]
    public static bool AllAtMost(TwoLanes left, TwoLanes right) => Vector128.LessThanOrEqualAll(left._all, right._all);

    [MethodImpl(Inline)]
    public static TwoLanes WhereLess(TwoLanes left, TwoLanes right, TwoLanes then, TwoLanes otherwise) => new(Vector128.ConditionalSelect(Vector128.LessThan(left._all, right._all), then._all, otherwise._all));

    [MethodImpl(Inline)]
    public static TwoLanes CountLess(TwoLanes counts, TwoLanes left, TwoLanes right) => new((counts._all.AsInt64() - Vector128.LessThan(left._all, right._all).AsInt64()).AsDouble());

    [MethodImpl(Inline)]
    public static TwoLanes CountAtMost(TwoLanes counts, TwoLanes left, TwoLanes right) => new((counts._all.AsInt64() - Vector128.LessThanOrEqual(left._all, right._all).AsInt64()).AsDouble());

    [MethodImpl(Inline)]
    public static ulong EqualPlaces(TwoLanes left, TwoLanes right) => Vector128.Equals(left._all, right._all).ExtractMostSignificantBits();

    [MethodImpl(Inline)]
    public static TwoLanes AddBits(TwoLanes value, long bits) => new((value._all.AsInt64() + Vector128.Create(bits)).AsDouble());

    [MethodImpl(Inline)]
    public static TwoLanes SubtractBits(TwoLanes value, TwoLanes bits) => new((value._all.AsInt64() - bits._all.AsInt64()).AsDouble());

    [MethodImpl(Inline)]
    public static TwoLanes And(TwoLanes value, long bits) => new((value._all.AsInt64() & Vector128.Create(bits)).AsDouble());

    [MethodImpl(Inline)]
    public static TwoLanes Or(TwoLanes value, long bits) => new((value._all.AsInt64() | Vector128.Create(bits)).AsDouble());

    [MethodImpl(Inline)]
    public static TwoLanes ToExponent(TwoLanes value) => new((value._all.AsInt64() << 52).AsDouble());

    [MethodImpl(Inline)]
    public static TwoLanes FromExponent(TwoLanes value) => new((value._all.AsInt64() >>> 52).AsDouble());
}
