namespace CanaryJudge.Sources.Recordings;

/// <summary>The arrays of one side as they stand in a line, each null when it is not there or was wrong.</summary>
internal sealed class SideFields
{
    private const string Known = "bad and total (ratio), values (series), counts (histogram), events and exposure (count)";

    /// <summary>Every array of any kind of metric.</summary>
    public static readonly string[] All = ["bad", "total", "values", "counts", "events", "exposure"];

    public HashSet<string> Seen { get; } = new(StringComparer.Ordinal);

    public double[]? Bad { get; private set; }

    public double[]? Total { get; private set; }

    public double[]? Values { get; private set; }

    public double[]? Events { get; private set; }

    public double[]? Exposure { get; private set; }

    public double[]?[]? Counts { get; private set; }

    /// <summary>Reads a side's arrays; the reader stands on its value.</summary>
    public static SideFields? Read(ref FieldReader reader, string path)
    {
        if (!reader.Object(path)) return null;
        var side = new SideFields();
        while (reader.Field(path, side.Seen, out string field))
        {
            string at = FieldReader.Join(path, field);
            switch (field)
            {
                case "bad": side.Bad = Numbers(ref reader, at, 0); break;
                case "total": side.Total = Numbers(ref reader, at, 0); break;
                case "values": side.Values = Numbers(ref reader, at, double.NegativeInfinity); break;
                case "events": side.Events = Numbers(ref reader, at, 0); break;
                case "exposure": side.Exposure = Numbers(ref reader, at, 0); break;
                case "counts": side.Counts = Rows(ref reader, at); break;
                default: reader.Unknown(path, field, Known); break;
            }
        }
        return side;
    }

    private static double[]? Numbers(ref FieldReader reader, string path, double least) => reader.Numbers(path, RecordingLimits.Windows, missing: true, least);

    private static double[]?[]? Rows(ref FieldReader reader, string path)
    {
        if (!reader.List(path)) return null;
        var rows = new List<double[]?>();
        bool right = true;
        while (reader.Item(path, rows.Count, RecordingLimits.Windows))
        {
            // The path is put together only for a row that needs it: a histogram has one a window.
            double[]? row = reader.IsNull ? null : reader.TryNumbers(RecordingLimits.Bounds + 1, missing: false, 0) ?? reader.Numbers($"{path}[{rows.Count}]", RecordingLimits.Bounds + 1, missing: false, 0);
            right &= row is not null || reader.IsNull;
            rows.Add(row);
        }
        return right ? [.. rows] : null;
    }
}
