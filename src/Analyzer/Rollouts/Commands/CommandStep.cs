namespace CanaryJudge.Analyzer.Rollouts.Commands;

/// <summary>A step that is a program to run.</summary>
internal sealed record CommandStep : RolloutStep
{
    /// <summary>The program and its arguments.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>What is added to its environment.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }
}
