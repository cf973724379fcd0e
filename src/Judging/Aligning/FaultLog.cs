using CanaryJudge.Judging.Planning;

namespace CanaryJudge.Judging.Aligning;

/// <summary>Collects what was wrong with one metric's data; like faults of one window are one entry, and the list is bounded.</summary>
internal sealed class FaultLog
{
    /// <summary>Faults that are listed one by one; the rest are counted.</summary>
    public const int Listed = 100;

    private readonly Dictionary<(FaultKind Kind, Side Side, int? Window, string Subject), (string Detail, int Times)> _faults = [];

    /// <summary>Adds a fault; a second one of the same kind, side, window and subject only counts.</summary>
    public void Add(FaultKind kind, Side side, int? window, string subject, string detail)
    {
        (FaultKind, Side, int?, string) key = (kind, side, window, subject);
        _faults[key] = _faults.TryGetValue(key, out (string Detail, int Times) known) ? (known.Detail, known.Times + 1) : (detail, 1);
    }

    /// <summary>The faults in time order, those about all windows first; after <see cref="Listed"/> of them one entry counts the rest.</summary>
    public IReadOnlyList<DataFault> ToList()
    {
        List<DataFault> all = [.. _faults
            .OrderBy(f => f.Key.Window ?? int.MinValue).ThenBy(f => f.Key.Side).ThenBy(f => f.Key.Kind).ThenBy(f => f.Key.Subject, StringComparer.Ordinal)
            .Select(f => new DataFault(f.Key.Kind, f.Key.Side, f.Key.Window, f.Value.Times == 1 ? f.Value.Detail : $"{f.Value.Detail} ({f.Value.Times} times)"))];
        if (all.Count <= Listed) return all;
        string rest = string.Join(", ", all.Skip(Listed).GroupBy(f => f.Kind).OrderBy(g => g.Key).Select(g => $"{g.Count()} {g.Key}"));
        DataFault first = all[Listed];
        return [.. all.Take(Listed), new DataFault(first.Kind, first.Side, null, $"{Counted.Of(all.Count - Listed, "later fault", "is", "are")} not listed: {rest}.")];
    }
}
