namespace CanaryJudge.Judging.Policies;

/// <summary>The bounds of what is accepted, so that no document and no request can take the judge's time or memory.</summary>
public static class PolicyLimits
{
    /// <summary>Size of a policy document in bytes of UTF-8: 256 KiB.</summary>
    public const int DocumentBytes = 256 * 1024;

    /// <summary>Metrics of a policy.</summary>
    public const int Metrics = 100;

    /// <summary>Windows of an analysis (the horizon), and windows of history.</summary>
    public const int Windows = 10_000;

    /// <summary>Matchers of one scope, and of one selector.</summary>
    public const int Matchers = 1_000;

    /// <summary>Characters of a scope on a command line.</summary>
    public const int ScopeLength = 64 * 1024;

    /// <summary>Characters of a policy's or a metric's name.</summary>
    public const int NameLength = 100;

    /// <summary>Characters of a unit.</summary>
    public const int UnitLength = 30;

    /// <summary>Quantiles of one histogram metric.</summary>
    public const int Quantiles = 10;

    /// <summary>Groups of one metric.</summary>
    public const int Groups = 10;

    /// <summary>Events that one check of judge threshold may ask for.</summary>
    public const int Events = 1_000_000_000;

    /// <summary>Characters of a regular expression in a matcher.</summary>
    public const int PatternLength = 1_000;

    /// <summary>Violations that are told at once; when there are more, the last one says so.</summary>
    public const int Violations = 100;

    /// <summary>Shortest window: 1 second.</summary>
    public static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(1);

    /// <summary>Longest window: 1 hour.</summary>
    public static readonly TimeSpan LongestInterval = TimeSpan.FromHours(1);
}
