namespace CanaryJudge.Statistics;

/// <summary>Evidence after some windows, as natural logarithms of e-values: 0 is none, ln 100 = 4.6 would come up at most once in a hundred rollouts by chance, at whatever look.</summary>
/// <param name="LnHarm">Evidence that the canary is worse than tolerated; negative when the data speak for the baseline.</param>
/// <param name="LnSafe">Evidence that the canary is not worse by the margin.</param>
/// <param name="Windows">Windows with data on both sides.</param>
/// <param name="Tau">Windows that count as one, because neighbours resemble each other; at least 1.</param>
public readonly record struct EvidenceLevels(double LnHarm, double LnSafe, int Windows, double Tau)
{
    /// <summary>The same; what is not a number, because sums overflowed, is no evidence at all: -infinity, which reaches no threshold.</summary>
    internal EvidenceLevels WithoutNaN() => this with
    {
        LnHarm = double.IsNaN(LnHarm) ? double.NegativeInfinity : LnHarm,
        LnSafe = double.IsNaN(LnSafe) ? double.NegativeInfinity : LnSafe,
    };
}
