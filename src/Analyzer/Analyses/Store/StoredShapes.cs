using System.Text.Json.Serialization;
using CanaryJudge.Judging.Deciding;

namespace CanaryJudge.Analyzer.Analyses.Store;

/// <summary>The JSON of what is kept compressed. Numbers read back bit for bit; NaN and infinities are words.</summary>
[JsonSourceGenerationOptions(
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<MetricJudgement>))]
[JsonSerializable(typeof(CanaryScore))]
[JsonSerializable(typeof(DefinitionContent))]
[JsonSerializable(typeof(IReadOnlyList<WindowContent>))]
internal sealed partial class StoredShapes : JsonSerializerContext;
