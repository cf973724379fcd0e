using System.Runtime.CompilerServices;

namespace CanaryJudge.Statistics;

/// <summary>The sum of a row of eights, in the same order at any width: the eights one after the other, then what stands four apart, two apart and side by side.</summary>
/// <remarks>Its parts are locals of the caller, 0 at first: as a struct of four they would be kept in memory, which costs an update with AVX-512 a twentieth.</remarks>
internal static class LaneSum
{
    /// <summary>Adds the numbers that stand in a row from a place on to the part of that place; the places of an eight must come after those of the eight before.</summary>
    /// <param name="first">What stands at the first place of each eight, and as many more as there are lanes.</param>
    /// <param name="third">At the third, alike.</param>
    /// <param name="fifth">At the fifth, alike.</param>
    /// <param name="seventh">At the seventh, alike.</param>
    /// <param name="numbers">The numbers.</param>
    /// <param name="place">Where the first of them stands.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add<T>(ref T first, ref T third, ref T fifth, ref T seventh, T numbers, int place)
        where T : unmanaged, ILanes<T>
    {
        if (T.Count == 8 || place % 8 == 0) first += numbers;
        else if (T.Count == 4 || place % 8 == 4) fifth += numbers;
        else if (place % 8 == 2) third += numbers;
        else seventh += numbers;
    }

    /// <summary>The sum of the parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Of<T>(T first, T third, T fifth, T seventh)
        where T : unmanaged, ILanes<T> => (T.Count == 8 ? first : T.Count == 4 ? first + fifth : first + fifth + (third + seventh)).Sum();
}
