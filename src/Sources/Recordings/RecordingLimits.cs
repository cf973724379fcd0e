using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Sources.Recordings;

/// <summary>How much one line may hold. What goes beyond is a violation, so that no file can exhaust memory.</summary>
public static class RecordingLimits
{
    /// <summary>Bytes of one line, after decompression: 64 MiB.</summary>
    public const int LineBytes = 64 << 20;

    /// <summary>Entries of any array of a side.</summary>
    public const int Windows = PolicyLimits.Windows;

    /// <summary>Bucket bounds of a histogram.</summary>
    public const int Bounds = 10_000;

    /// <summary>Metrics of a recording.</summary>
    public const int Metrics = PolicyLimits.Metrics;

    /// <summary>Entries of any other list: faults, warnings, problems, queries.</summary>
    public const int Notes = 100_000;

    /// <summary>Characters of an id.</summary>
    public const int IdLength = 1000;

    /// <summary>Violations that are told of one line.</summary>
    public const int Violations = 20;
}
