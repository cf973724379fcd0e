using System.Text.Json.Serialization;

namespace CanaryJudge.Analyzer.Rollouts.Reported;

/// <summary>The JSON of what is told about rollouts.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(ReportedState))]
internal sealed partial class ReportedShapes : JsonSerializerContext;
