namespace CanaryJudge.Samples.Workload;

/// <summary>The words for faults on the command line and in /fault?kind=.</summary>
public static class FaultNames
{
    /// <summary>Every word, for messages.</summary>
    public const string All = "none, errors, latency, leak";

    /// <summary>Reads a word.</summary>
    /// <param name="word">One of <see cref="All"/>, lower case; null is unknown.</param>
    /// <param name="fault">The fault; None when the word is unknown.</param>
    /// <returns>False when the word is unknown.</returns>
    public static bool TryParse(string? word, out Fault fault)
    {
        (fault, bool known) = word switch
        {
            "none" => (Fault.None, true),
            "errors" => (Fault.Errors, true),
            "latency" => (Fault.Latency, true),
            "leak" => (Fault.Leak, true),
            _ => (Fault.None, false),
        };
        return known;
    }

    /// <summary>The word for a fault.</summary>
    /// <param name="fault">A fault.</param>
    /// <returns>One of <see cref="All"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a fault.</exception>
    public static string Of(Fault fault) => fault switch
    {
        Fault.None => "none",
        Fault.Errors => "errors",
        Fault.Latency => "latency",
        Fault.Leak => "leak",
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, $"A fault is one of {All}."),
    };
}
