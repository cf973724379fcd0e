using CanaryJudge.Judging.Planning;
using Google.Protobuf.WellKnownTypes;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.Analyzer.Grpc.Writing;

/// <summary>From the windows of a plan to the wire.</summary>
internal static class WindowGridWriter
{
    /// <summary>Writes them.</summary>
    public static Wire.WindowGrid Write(WindowGrid windows) => new()
    {
        Start = Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(windows.StartMillis)),
        Interval = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(windows.IntervalMillis)),
        Count = windows.Count,
        History = windows.History,
    };
}
