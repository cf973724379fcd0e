namespace CanaryJudge.Sources.Scraping;

/// <summary>An exposition that was read, or the first line that is wrong. One wrong line refuses the whole text: half of a scrape is not data.</summary>
/// <param name="Exposition">The exposition; null when a line is wrong.</param>
/// <param name="Line">The wrong line, from 1; 0 when there is none.</param>
/// <param name="Message">What is wrong with it; empty when nothing is.</param>
public sealed record ExpositionResult(Exposition? Exposition, int Line = 0, string Message = "");
