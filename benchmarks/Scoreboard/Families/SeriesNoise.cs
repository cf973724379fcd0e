namespace CanaryJudge.Benchmarks.Scoreboard;

/// <summary>The law of a series' paired differences of logarithms: normal, each remembering the one before.</summary>
/// <param name="Deviation">Their standard deviation.</param>
/// <param name="Memory">Correlation of neighbours.</param>
internal readonly record struct SeriesNoise(double Deviation, double Memory);
