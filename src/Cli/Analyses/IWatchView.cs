using CanaryJudge.Contracts.V1;

namespace CanaryJudge.Cli.Analyses;

/// <summary>How a watched analysis is shown.</summary>
internal interface IWatchView
{
    /// <summary>Shows the analysis while it is followed.</summary>
    /// <param name="watched">The analysis when the watch began.</param>
    /// <param name="follow">Follows it to its end; calls what it is given with each event.</param>
    Task ShowAsync(GetAnalysisResponse watched, Func<Action<AnalysisEvent>, Task> follow);

    /// <summary>The connection broke, and is made again.</summary>
    void Interrupted(string why);

    /// <summary>The analysis has ended.</summary>
    void Close(Analysis ended);
}
