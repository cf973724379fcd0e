namespace CanaryJudge.Judging.Policies;

/// <summary>How the labels of judge kayenta add up to a score, and the score to a verdict. By Kayenta's names.</summary>
public sealed record KayentaScoring
{
    /// <summary>The group of metrics that name none.</summary>
    public const string Ungrouped = "ungrouped";

    /// <summary>The score from which the canary is promoted, above 0 and at most 100. Default: 95.</summary>
    public double Pass { get; init; } = 95;

    /// <summary>The score below which it is rolled back, from 0 to <see cref="Pass"/>; between them it stays on pause. Default: 75.</summary>
    public double Marginal { get; init; } = 75;

    /// <summary>What groups weigh in the score, each above 0, together at most 100; the rest is shared evenly by the groups that are not named. Default: none, all groups weigh the same.</summary>
    public IReadOnlyDictionary<string, double> Weights { get; init; } = new Dictionary<string, double>();

    /// <summary>What each group without a weight of its own weighs; 0 when there is none.</summary>
    /// <param name="groups">All groups of the metrics, each once.</param>
    internal double WeightOfOthers(IReadOnlyCollection<string> groups)
    {
        int others = groups.Count(name => !Weights.ContainsKey(name));
        return others == 0 ? 0 : (100 - Weights.Values.Sum()) / others;
    }

    /// <summary>The same thresholds, and the same weights whatever their order.</summary>
    /// <param name="other">The other one.</param>
    public bool Equals(KayentaScoring? other) =>
        other is not null && Pass.Equals(other.Pass) && Marginal.Equals(other.Marginal) && Weights.Count == other.Weights.Count
        && Weights.All(weight => other.Weights.TryGetValue(weight.Key, out double same) && weight.Value.Equals(same));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Pass, Marginal, Weights.Count);
}
