using CanaryJudge.Cli.Frame;
using CanaryJudge.Statistics;

namespace CanaryJudge.Cli.Comparing;

/// <summary>Where the interval of the shift lies against a margin.</summary>
/// <param name="Value">The margin in the unit of the numbers, above 0.</param>
/// <param name="Text">The margin as it was typed.</param>
/// <param name="Place">Where the interval lies.</param>
internal sealed record MarginFinding(double Value, string Text, MarginPlace Place)
{
    /// <summary>Finds it.</summary>
    /// <param name="margin">The margin as it was typed.</param>
    /// <param name="baseline">The numbers whose median a share is of.</param>
    /// <param name="shift">The shift with its interval; a one-sided one answers for its side only.</param>
    /// <exception cref="CommandFailedException">The margin is a share of 0, or too large or small for a number.</exception>
    public static MarginFinding Of(MarginText margin, NumbersSummary baseline, ShiftInterval shift)
    {
        double value = margin.IsRelative ? margin.Value * Math.Abs(baseline.Median) : margin.Value;
        if (!double.IsFinite(value) || value == 0)
            throw new CommandFailedException(ExitCode.CouldNotJudge, $"--margin {margin.Text}: the baseline's median is {baseline.Median}, of which a share is no margin. Write the margin in the unit of the numbers.");
        return new(value, margin.Text, Locate(value, shift.Lower, shift.Upper));
    }

    // The margin is the smallest shift that matters: one of exactly its size does.
    private static MarginPlace Locate(double margin, double low, double high)
    {
        if (low >= margin || high <= -margin) return MarginPlace.Beyond;
        bool isBelow = high < margin, isAbove = low > -margin;
        // An open end says nothing, and was not asked about.
        return (isBelow || double.IsPositiveInfinity(high)) && (isAbove || double.IsNegativeInfinity(low)) ? MarginPlace.Within : MarginPlace.Across;
    }
}
