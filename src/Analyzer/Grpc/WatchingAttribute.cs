namespace CanaryJudge.Analyzer.Grpc;

/// <summary>Marks a call that stays open: it counts among the caller's watches.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class WatchingAttribute : Attribute;
