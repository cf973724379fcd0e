using System.Text.Json.Nodes;
using CanaryJudge.Analyzer.Rollouts.Kubernetes.Api;

namespace CanaryJudge.Analyzer.Rollouts.Kubernetes.Traffic;

/// <summary>Collects, rule by rule, what an object says of the traffic and what has to change.</summary>
internal sealed class RouteEdit(JsonObject content)
{
    private readonly JsonPatch _patch = JsonPatch.Of(content);
    private readonly List<string> _changes = [];
    private readonly SortedSet<string> _lists = new(StringComparer.Ordinal);
    private readonly List<string> _unseen = [];
    private readonly List<string> _facts = [];
    private readonly List<double?> _shares = [];

    /// <summary>Something seen.</summary>
    public void Fact(string words) => _facts.Add(words);

    /// <summary>Something that cannot be seen here.</summary>
    public void Unseen(string words) => _unseen.Add(words);

    /// <summary>The canary's share in a rule; null where the rule does not name the baseline.</summary>
    public void Share(double? share) => _shares.Add(share);

    /// <summary>A change.</summary>
    /// <param name="list">The list below spec that it is in.</param>
    /// <param name="change">Adds it to the patch.</param>
    /// <param name="words">What it is, when it is told by itself.</param>
    public void Change(string list, Action<JsonPatch> change, string? words = null)
    {
        change(_patch);
        _lists.Add(list);
        if (words is not null) _changes.Add(words);
    }

    /// <summary>The whole.</summary>
    public TrafficView ToView(ObjectAddress address, bool? isApplied) => new()
    {
        Address = address,
        Content = content,
        Patch = _patch,
        Changes = _changes,
        Lists = [.. _lists],
        CanaryShare = _patch.IsEmpty ? 0 : _shares.Max(),
        Unseen = _unseen,
        Facts = _facts,
        IsApplied = isApplied,
    };
}
