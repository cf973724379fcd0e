using System.Text.Json.Nodes;

namespace CanaryJudge.Analyzer.Rollouts.Kubernetes.Api;

/// <summary>What reading of the API gave: an object or a list, or a problem.</summary>
internal sealed record ApiReading
{
    /// <summary>What was read; null when there is a problem.</summary>
    public JsonObject? Content { get; private init; }

    /// <summary>Why nothing was read; null when something was.</summary>
    public RolloutProblem? Problem { get; private init; }

    /// <summary>Something was read.</summary>
    public static ApiReading Of(JsonObject content) => new() { Content = content };

    /// <summary>Nothing was read.</summary>
    public static ApiReading Failed(RolloutProblemKind kind, string message, string remedy) => new() { Problem = new RolloutProblem(kind, message, remedy) };

    /// <summary>The problem as the engine takes it.</summary>
    public RolloutReading ToReading() => RolloutReading.Failed(Problem!.Kind, Problem.Message, Problem.Remedy);
}
