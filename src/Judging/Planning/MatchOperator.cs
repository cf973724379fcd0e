namespace CanaryJudge.Judging.Planning;

/// <summary>How a label matcher compares, as in PromQL.</summary>
public enum MatchOperator
{
    /// <summary>= : the value is equal.</summary>
    Equal,

    /// <summary>!= : the value differs.</summary>
    NotEqual,

    /// <summary>=~ : the whole value matches the regular expression.</summary>
    Matches,

    /// <summary>!~ : the whole value does not match the regular expression.</summary>
    NotMatches,
}
