namespace CanaryJudge.Sources.Scraping;

/// <summary>Everything a target said at one moment.</summary>
/// <param name="Families">What was said about families, by name.</param>
/// <param name="Points">The points, in the text's order.</param>
public sealed record Exposition(IReadOnlyDictionary<string, ExpositionFamily> Families, IReadOnlyList<ExpositionPoint> Points);
