using CanaryJudge.Judging;
using CanaryJudge.Judging.Aligning;
using Google.Protobuf.Collections;

namespace CanaryJudge.Analyzer.Grpc.Reading;

/// <summary>From plain lists of numbers on the wire to the windows of one side. NaN is a missing window; any other number that is not finite is refused.</summary>
internal sealed class WindowLists(Refusals refusals)
{
    /// <summary>How many windows two lists are; null when one is longer than the other.</summary>
    public int? Pairs(RepeatedField<double> first, string firstName, RepeatedField<double> second, string secondName, string path)
    {
        if (first.Count == second.Count) return first.Count;
        refusals.Add($"{path}_{secondName}", $"{Counted.There(second.Count, "number")}, but {first.Count} in {path}_{firstName}.", "Give both lists with a number for every window, NaN for a missing one.");
        return null;
    }

    /// <summary>Windows of a ratio from two lists of one length.</summary>
    public RatioWindows Ratio(RepeatedField<double> bad, RepeatedField<double> total, string path)
    {
        (double[] bads, double[] totals) = Numbers(bad, "bad", total, "total", path);
        return WindowRows.WithinTotals(bads, totals, refusals, k => $"{path}_bad[{k}]");
    }

    /// <summary>Windows of a count from two lists of one length.</summary>
    public CountWindows Count(RepeatedField<double> events, RepeatedField<double> exposure, string path)
    {
        (double[] ofEvents, double[] ofExposure) = Numbers(events, "events", exposure, "exposure", path);
        return new CountWindows(ofEvents, ofExposure);
    }

    /// <summary>Windows of a series.</summary>
    public SeriesWindows Series(RepeatedField<double> values, string path)
    {
        double[] all = [.. values];
        for (int k = 0; k < all.Length; k++)
        {
            if (double.IsInfinity(all[k])) refusals.Add($"{path}_values[{k}]", $"The value is {all[k]}.", "Give a finite number, or NaN for a missing window.");
        }

        return new SeriesWindows(all);
    }

    private (double[] First, double[] Second) Numbers(RepeatedField<double> first, string firstName, RepeatedField<double> second, string secondName, string path)
    {
        (double[] firsts, double[] seconds) = ([.. first], [.. second]);
        for (int k = 0; k < firsts.Length; k++)
        {
            (bool hasFirst, bool hasSecond) = (!double.IsNaN(firsts[k]), !double.IsNaN(seconds[k]));
            if (hasFirst != hasSecond) refusals.Add($"{path}_{(hasFirst ? secondName : firstName)}[{k}]", $"It is NaN, but {(hasFirst ? firstName : secondName)} is there.", "Give both, or NaN twice for a missing window.");
            Check(firsts[k], k, firstName, path);
            Check(seconds[k], k, secondName, path);
        }

        return (firsts, seconds);
    }

    private void Check(double number, int window, string name, string path)
    {
        if (number < 0 || double.IsInfinity(number)) refusals.Add($"{path}_{name}[{window}]", $"The value is {number}.", "Give a finite number of 0 or more, or NaN for a missing window.");
    }
}
