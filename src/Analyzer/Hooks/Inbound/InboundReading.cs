using CanaryJudge.Analyzer.Analyses.Notices;

namespace CanaryJudge.Analyzer.Hooks.Inbound;

/// <summary>What a message says.</summary>
internal sealed record InboundReading
{
    /// <summary>What is wrong with it: the field, what was found, what to do; null when nothing is.</summary>
    public string? Wrong { get; init; }

    /// <summary>What it says about targets.</summary>
    public IReadOnlyList<Notice> Notices { get; init; } = [];

    /// <summary>Parts of it that are about no target.</summary>
    public int Unmatched { get; init; }

    /// <summary>Parts that its sender has left out; null when it says that there are none.</summary>
    public long? Left { get; init; }

    /// <summary>It is wrong.</summary>
    public static InboundReading Not(string wrong) => new() { Wrong = wrong };
}
