using System.Collections.Frozen;

namespace CanaryJudge.Judging.Planning;

/// <summary>Which names PromQL takes without quotes.</summary>
internal static class PromQlNames
{
    /// <summary>The label that holds a metric's name.</summary>
    public const string NameLabel = "__name__";

    private static readonly FrozenSet<string> Keywords = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "and", "or", "unless", "atan2", "sum", "avg", "count", "min", "max", "group", "stddev", "stdvar", "topk", "bottomk", "count_values", "quantile",
        "limitk", "limit_ratio", "offset", "by", "without", "on", "ignoring", "group_left", "group_right", "bool", "start", "end", "step", "inf", "nan");

    /// <summary>True for a metric name that may stand before the braces.</summary>
    public static bool IsPlainMetric(string name) => IsName(name, colon: true) && !Keywords.Contains(name);

    /// <summary>True for a label name that may stand without quotes.</summary>
    public static bool IsPlainLabel(string name) => IsName(name, colon: false);

    private static bool IsName(string name, bool colon)
    {
        if (name.Length == 0 || char.IsAsciiDigit(name[0])) return false;
        foreach (char c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_' && !(colon && c == ':')) return false;
        }
        return true;
    }
}
