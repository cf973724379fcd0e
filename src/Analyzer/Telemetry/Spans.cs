using System.Diagnostics;
using CanaryJudge.Sources;

namespace CanaryJudge.Analyzer.Telemetry;

/// <summary>The spans of the service's own steps; they join those of the straight line under one name.</summary>
internal static class Spans
{
    /// <summary>Where they come from.</summary>
    public static ActivitySource Source { get; } = new(LiveRun.ActivitySourceName);
}
