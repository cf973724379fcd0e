namespace CanaryJudge.Statistics;

/// <summary>Which departure from the null hypothesis a test looks for; always said of the first sample (the canary) against the second.</summary>
public enum Alternative
{
    /// <summary>The first sample is larger or smaller.</summary>
    TwoSided,

    /// <summary>The first sample tends to be larger.</summary>
    Greater,

    /// <summary>The first sample tends to be smaller.</summary>
    Less,
}
