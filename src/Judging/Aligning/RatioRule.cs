namespace CanaryJudge.Judging.Aligning;

/// <summary>Puts the bad and the total term together: the rules for a ratio's windows.</summary>
/// <remarks>
/// Bad events that do not exist are 0 where the total has data. This is the one place where absence is a number, and it is safe because the
/// total proves that the scope was scraped: an error counter that never counted is not exported at all. Without a total the window is missing.
/// The proof needs a common source: when bad and total have series but come from different targets, an absent bad term is missing.
/// </remarks>
internal static class RatioRule
{
    /// <summary>Bad may exceed the total by this share of it and is then read as the total: two terms that are scraped at slightly different moments.</summary>
    /// <remarks>When everything fails, bad and total are equal up to that skew; leaving such windows out would hide the worst canary.</remarks>
    public const double SkewShare = 0.1;

    /// <summary>The ratio's windows of one side: the terms' values, written over.</summary>
    /// <param name="bad">The bad term.</param>
    /// <param name="total">The total term.</param>
    /// <param name="absentIsZero">False when the total cannot speak for the bad term.</param>
    /// <param name="faults">Takes the faults.</param>
    public static (double[] Bad, double[] Total) Combine(TermWindows bad, TermWindows total, bool absentIsZero, FaultLog faults)
    {
        (double[] bads, double[] totals) = (bad.Values, total.Values);
        for (int p = 0; p < totals.Length; p++)
        {
            double t = total.At(p), b = bad.Coverage.IsAbsent(p) && absentIsZero ? 0 : bad.At(p);
            if (!(b <= t && t > 0))
            {
                if (!double.IsNaN(t) && !double.IsNaN(b)) b = Check(b, t, total.Coverage.Timeline, p, faults);
                if (double.IsNaN(t) || double.IsNaN(b)) b = t = double.NaN;
            }

            (bads[p], totals[p]) = (b, t);
        }

        return (bads, totals);
    }

    private static double Check(double bad, double total, Timeline timeline, int position, FaultLog faults)
    {
        int window = timeline.NumberOf(position);
        if (bad == 0 && total == 0)
        {
            faults.Add(FaultKind.ZeroOverZero, timeline.Side, window, "ratio", $"No events at all in window {window}: the ratio says nothing; left out.");
            return double.NaN;
        }

        if (bad <= total) return bad;
        bool skew = bad <= total * (1 + SkewShare);
        faults.Add(FaultKind.BadAboveTotal, timeline.Side, window, "ratio", skew
            ? $"Bad events in window {window}: {bad:0.###} of {total:0.###}, within what two scrapes may differ by, so read as {total:0.###}."
            : $"Bad events in window {window}: {bad:0.###} of {total:0.###}, and bad must be a part of the total; left out.");
        return skew ? total : double.NaN;
    }
}
