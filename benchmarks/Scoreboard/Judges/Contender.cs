namespace CanaryJudge.Benchmarks.Scoreboard;

/// <summary>A judge with its name in the tables.</summary>
/// <param name="Name">Its name on the command line and in the tables.</param>
/// <param name="About">What it is, in a few words.</param>
/// <param name="Group">Where it stands in the page.</param>
/// <param name="Judge">The judge.</param>
internal sealed record Contender(string Name, string About, ContenderGroup Group, IRolloutJudge Judge);
