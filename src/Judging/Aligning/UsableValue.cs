using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CanaryJudge.Judging.Aligning;

/// <summary>Which values of a source can be used: finite ones, and of what cannot be negative only those of 0 or more.</summary>
internal static class UsableValue
{
    /// <summary>True when the value can be used.</summary>
    public static bool Is(double value, bool mayBeNegative) => value >= Least(mayBeNegative) && value <= double.MaxValue;

    /// <summary>True when every value can be used.</summary>
    public static bool AreAll(ReadOnlySpan<double> values, bool mayBeNegative)
    {
        double least = Least(mayBeNegative);
        ReadOnlySpan<Vector256<double>> fours = MemoryMarshal.Cast<double, Vector256<double>>(values);
        foreach (Vector256<double> four in fours)
        {
            Vector256<double> usable = Vector256.GreaterThanOrEqual(four, Vector256.Create(least)) & Vector256.LessThanOrEqual(four, Vector256.Create(double.MaxValue));
            if (usable.ExtractMostSignificantBits() != 0b1111) return false;
        }

        foreach (double value in values[(fours.Length * Vector256<double>.Count)..])
        {
            if (!Is(value, mayBeNegative)) return false;
        }

        return true;
    }

    private static double Least(bool mayBeNegative) => mayBeNegative ? double.MinValue : 0;
}
