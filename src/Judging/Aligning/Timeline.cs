using CanaryJudge.Judging.Planning;

namespace CanaryJudge.Judging.Aligning;

/// <summary>The windows of one side in one line: for the baseline its history first, then the windows from 0 on.</summary>
/// <param name="Side">The side.</param>
/// <param name="StartMillis">Start of the first window, milliseconds since the Unix epoch.</param>
/// <param name="IntervalMillis">Length of a window in milliseconds, above 0.</param>
/// <param name="FirstWindow">The first window's number in the grid: below 0 when it is history.</param>
/// <param name="Count">Number of windows.</param>
internal sealed record Timeline(Side Side, long StartMillis, long IntervalMillis, int FirstWindow, int Count)
{
    /// <summary>The windows that a side needs.</summary>
    public static Timeline Of(Side side, WindowGrid grid) => side == Side.Baseline
        ? new(side, grid.HistoryStartMillis, grid.IntervalMillis, grid.First - grid.History, grid.History + grid.Count)
        : new(side, grid.StartMillis, grid.IntervalMillis, grid.First, grid.Count);

    /// <summary>Position of the window (start, end] that holds the time; below 0 before the first, Count or more after the last.</summary>
    public long PositionOf(long timeMillis)
    {
        (long quotient, long remainder) = Math.DivRem(timeMillis - StartMillis - 1, IntervalMillis);
        return remainder < 0 ? quotient - 1 : quotient;
    }

    /// <summary>True when the position is one of the windows.</summary>
    public bool Holds(long position) => position >= 0 && position < Count;

    /// <summary>Start of the window at a position, exclusive.</summary>
    public long StartOf(int position) => StartMillis + position * IntervalMillis;

    /// <summary>End of the window at a position, inclusive.</summary>
    public long EndOf(int position) => StartOf(position) + IntervalMillis;

    /// <summary>The window's number in the grid: below 0 in the history.</summary>
    public int NumberOf(int position) => FirstWindow + position;
}
