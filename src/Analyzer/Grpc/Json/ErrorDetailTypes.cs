using Google.Protobuf.Reflection;
using Google.Rpc;

namespace CanaryJudge.Analyzer.Grpc.Json;

/// <summary>The types that errors carry. Without them a rich error cannot be written as JSON, and REST callers would get an empty answer with status 500.</summary>
internal static class ErrorDetailTypes
{
    /// <summary>Every type of google/rpc/error_details.proto.</summary>
    public static TypeRegistry Registry { get; } = TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor);
}
