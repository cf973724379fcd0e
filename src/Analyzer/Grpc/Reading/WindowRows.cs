using CanaryJudge.Judging;
using CanaryJudge.Judging.Aligning;
using Google.Protobuf.Collections;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.Analyzer.Grpc.Reading;

/// <summary>From rows of windows on the wire to the windows of one side. An empty row is a missing window; a number that is not finite is refused.</summary>
internal sealed class WindowRows(LimitOptions limits, Refusals refusals)
{
    /// <summary>Windows of a ratio.</summary>
    public RatioWindows Ratio(RepeatedField<Wire.RatioWindow> rows, string path)
    {
        (double[] bad, double[] total) = Pairs(rows, path, "bad", r => r.HasBad ? r.Bad : null, "total", r => r.HasTotal ? r.Total : null);
        return WithinTotals(bad, total, refusals, k => $"{path}[{k}].bad");
    }

    /// <summary>Windows of a count.</summary>
    public CountWindows Count(RepeatedField<Wire.CountWindow> rows, string path)
    {
        (double[] events, double[] exposure) = Pairs(rows, path, "events", r => r.HasEvents ? r.Events : null, "exposure", r => r.HasExposure ? r.Exposure : null);
        return new CountWindows(events, exposure);
    }

    /// <summary>Windows of a series.</summary>
    public SeriesWindows Series(RepeatedField<Wire.SeriesWindow> rows, string path)
    {
        double[] values = new double[rows.Count];
        for (int k = 0; k < rows.Count; k++)
        {
            values[k] = rows[k].HasValue ? rows[k].Value : double.NaN;
            if (rows[k].HasValue && !double.IsFinite(rows[k].Value)) refusals.Add($"{path}[{k}].value", $"The value is {rows[k].Value}.", "Give a finite number, or leave it out for a missing window.");
        }

        return new SeriesWindows(values);
    }

    /// <summary>Bounds of buckets; null when they are refused.</summary>
    public double[]? Bounds(RepeatedField<double> bounds, string path)
    {
        if (bounds.Count == 0 || bounds.Count >= limits.Buckets)
        {
            refusals.Add(path, $"{Counted.There(bounds.Count, "bound")}.", $"Give 1 to {limits.Buckets - 1}: with the overflow at most {limits.Buckets} buckets (Limits:Buckets).");
            return null;
        }

        for (int k = 0; k < bounds.Count; k++)
        {
            if (double.IsFinite(bounds[k]) && (k == 0 || bounds[k] > bounds[k - 1])) continue;
            refusals.Add($"{path}[{k}]", $"The bound is {bounds[k]}{(k > 0 ? $" after {bounds[k - 1]}" : "")}.", "Give finite bounds that rise; the overflow bucket has none.");
            return null;
        }

        return [.. bounds];
    }

    /// <summary>Windows of a histogram.</summary>
    public HistogramWindows Histogram(RepeatedField<Wire.HistogramWindow> rows, double[] bounds, string path)
    {
        double[]?[] counts = new double[]?[rows.Count];
        for (int k = 0; k < rows.Count; k++)
        {
            RepeatedField<double> row = rows[k].Counts;
            if (row.Count == 0) continue;
            double[] copy = [.. row];
            int wrong = Array.FindIndex(copy, c => !double.IsFinite(c) || c < 0);
            if (wrong >= 0) refusals.Add($"{path}[{k}].counts[{wrong}]", $"The count is {copy[wrong]}.", "Give a finite number of 0 or more.");
            if (row.Count != bounds.Length + 1) refusals.Add($"{path}[{k}].counts", $"{Counted.There(row.Count, "count")} for {Counted.Of(bounds.Length, "bound")}.", $"Give {bounds.Length + 1}, the last above the last bound, or none for a missing window.");
            else if (wrong < 0) counts[k] = copy;
        }

        return new HistogramWindows(bounds, counts);
    }

    /// <summary>Windows of a ratio whose numbers were looked at one by one: bad events above the total are refused. What is wrong by itself was told before.</summary>
    public static RatioWindows WithinTotals(double[] bad, double[] total, Refusals refusals, Func<int, string> placeOfBad)
    {
        for (int k = 0; k < bad.Length; k++)
        {
            if (bad[k] > total[k] && total[k] >= 0 && double.IsFinite(bad[k])) refusals.Add(placeOfBad(k), $"It is {bad[k]}, above the total of {total[k]}.", "Bad events are part of the total: give at most that many.");
        }

        return new RatioWindows(bad, total);
    }

    private (double[] First, double[] Second) Pairs<T>(RepeatedField<T> rows, string path, string firstName, Func<T, double?> first, string secondName, Func<T, double?> second)
    {
        double[] firsts = new double[rows.Count];
        double[] seconds = new double[rows.Count];
        for (int k = 0; k < rows.Count; k++)
        {
            (double? a, double? b) = (first(rows[k]), second(rows[k]));
            if (a is null != b is null) refusals.Add($"{path}[{k}].{(a is null ? firstName : secondName)}", $"It is missing, but {(a is null ? secondName : firstName)} is there.", "Give both, or neither for a missing window.");
            firsts[k] = Number(a, path, k, firstName);
            seconds[k] = Number(b, path, k, secondName);
        }

        return (firsts, seconds);
    }

    // The path is written for a refusal only: there are two numbers a window, and thousands of windows a call.
    private double Number(double? value, string path, int row, string name)
    {
        if (value is { } number && (!double.IsFinite(number) || number < 0)) refusals.Add($"{path}[{row}].{name}", $"The value is {number}.", "Give a finite number of 0 or more.");
        return value ?? double.NaN;
    }
}
