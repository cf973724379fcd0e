namespace CanaryJudge.Analyzer.Telemetry;

/// <summary>A meter whose counters are told as 0 before anything is counted: one that appears with its first event hides that event from rates and alerts.</summary>
internal interface IStartsAtZero
{
    /// <summary>Tells them.</summary>
    void TellZeros();
}
