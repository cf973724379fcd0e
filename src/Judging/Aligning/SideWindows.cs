namespace CanaryJudge.Judging.Aligning;

/// <summary>One side's windows of one metric, oldest first. NaN is a missing window; no other value is not finite.</summary>
public abstract record SideWindows
{
    /// <summary>Number of windows, missing ones included.</summary>
    public abstract int Count { get; }

    /// <summary>True when window k has data.</summary>
    /// <param name="window">Index from 0.</param>
    /// <returns>False when it is missing.</returns>
    public abstract bool IsPresent(int window);

    /// <summary>The first windows alone.</summary>
    /// <param name="windows">How many, 0 to <see cref="Count"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    public abstract SideWindows First(int windows);
}
