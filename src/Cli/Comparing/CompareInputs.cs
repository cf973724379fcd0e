using CanaryJudge.Cli.Frame;
using CanaryJudge.Statistics;

namespace CanaryJudge.Cli.Comparing;

/// <summary>What compare was asked for.</summary>
internal sealed record CompareInputs
{
    /// <summary>The baseline's file as it was typed; - is standard input.</summary>
    public required string BaselinePath { get; init; }

    /// <summary>The canary's file.</summary>
    public required string CanaryPath { get; init; }

    /// <summary>The smallest shift that matters; null when none was given.</summary>
    public MarginText? Margin { get; init; }

    /// <summary>auto, exact or normal.</summary>
    public required string Method { get; init; }

    /// <summary>Confidence of the interval, inside (0, 1).</summary>
    public required double Confidence { get; init; }

    /// <summary>What p and the interval look for, said of the canary.</summary>
    public required Alternative Alternative { get; init; }

    /// <summary>The column of CSV files; null when they are not CSV.</summary>
    public string? Column { get; init; }

    /// <summary>Text or JSON.</summary>
    public required OutputFormat Format { get; init; }
}
