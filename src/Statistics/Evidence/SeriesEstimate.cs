namespace CanaryJudge.Statistics;

/// <summary>The mean difference of a series and how sure it is, memory averaged over what the windows and the history allow.</summary>
/// <param name="Mean">The mean on the series' scale; NaN without windows.</param>
/// <param name="Error">Its standard error; NaN without windows.</param>
/// <param name="Freedom">Degrees of freedom, 2 or more.</param>
/// <param name="Windows">Windows with both sides.</param>
public readonly record struct SeriesEstimate(double Mean, double Error, double Freedom, int Windows);
