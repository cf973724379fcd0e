namespace CanaryJudge.Statistics;

/// <summary>Which change of the canary Kayenta counts as a failure.</summary>
public enum KayentaDirection
{
    /// <summary>Either way: Kayenta's default.</summary>
    Either,

    /// <summary>Only an increase.</summary>
    Increase,

    /// <summary>Only a decrease.</summary>
    Decrease,
}
