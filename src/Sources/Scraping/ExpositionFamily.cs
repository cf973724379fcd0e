namespace CanaryJudge.Sources.Scraping;

/// <summary>What an exposition says about a family of metrics.</summary>
/// <param name="Name">The family's name as in its TYPE, HELP and UNIT lines.</param>
/// <param name="Type">counter, gauge, histogram, summary, untyped; in OpenMetrics also unknown, info, stateset and gaugehistogram. Empty when not stated.</param>
/// <param name="Help">The help text, unescaped; empty when not stated.</param>
/// <param name="Unit">The unit (OpenMetrics only); empty when not stated.</param>
public sealed record ExpositionFamily(string Name, string Type = "", string Help = "", string Unit = "");
