namespace CanaryJudge.Statistics;

/// <summary>Kayenta's label for one metric.</summary>
public enum KayentaClass
{
    /// <summary>A side has no values: nothing was compared.</summary>
    NoData,

    /// <summary>No change in the direction that counts, or one within the tolerance or the allowed effect size.</summary>
    Pass,

    /// <summary>The canary is higher.</summary>
    High,

    /// <summary>The canary is lower.</summary>
    Low,
}
