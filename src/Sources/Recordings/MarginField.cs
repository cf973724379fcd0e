using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Sources.Recordings;

/// <summary>Reads a margin: {"absolute": x}, or {"relative": share} with a "floor" in the metric's unit if there is one.</summary>
internal static class MarginField
{
    /// <summary>The margin; null when it is wrong.</summary>
    public static Margin? Read(ref FieldReader reader, string path)
    {
        if (!reader.Object(path)) return null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        double? absolute = null, relative = null, floor = null;
        while (reader.Field(path, seen, out string field))
        {
            switch (field)
            {
                case "absolute": absolute = Positive(ref reader, path, field, orZero: false); break;
                case "relative": relative = Positive(ref reader, path, field, orZero: false); break;
                case "floor": floor = Positive(ref reader, path, field, orZero: true); break;
                default: reader.Unknown(path, field, "absolute, relative, floor"); break;
            }
        }
        bool one = seen.Contains("absolute") != seen.Contains("relative");
        if (!one || (seen.Contains("floor") && seen.Contains("absolute")))
        {
            reader.Wrong(path, "The margin is neither absolute nor relative, or both, or an absolute one with a floor.", "Write {\"absolute\": 0.005}, or {\"relative\": 0.1} with a floor if it needs one.");
            return null;
        }
        if (absolute is { } size) return Margin.Absolute(size);
        return relative is { } share && (floor is not null || !seen.Contains("floor")) ? Margin.Relative(share, floor ?? 0) : null;
    }

    private static double? Positive(ref FieldReader reader, string path, string field, bool orZero)
    {
        string at = FieldReader.Join(path, field);
        if (reader.Number(at) is not { } value) return null;
        if (value > 0 || (orZero && value == 0)) return value;
        reader.Wrong(at, $"{field} is {value:R}.", orZero ? "Write 0 or more." : "Write a number above 0.");
        return null;
    }
}
