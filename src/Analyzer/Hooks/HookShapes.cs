using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CanaryJudge.Analyzer.Hooks.Alertmanager;
using CanaryJudge.Analyzer.Hooks.ArgoRollouts;
using CanaryJudge.Analyzer.Hooks.Flagger;
using CanaryJudge.Analyzer.Hooks.Flux;

namespace CanaryJudge.Analyzer.Hooks;

/// <summary>The JSON of what controllers send and are told.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(AlertmanagerBody))]
[JsonSerializable(typeof(ArgoBody))]
[JsonSerializable(typeof(ArgoAnswer))]
[JsonSerializable(typeof(FlaggerBody))]
[JsonSerializable(typeof(FluxBody))]
[JsonSerializable(typeof(HookMessage))]
internal sealed partial class HookShapes : JsonSerializerContext
{
    /// <summary>For answers: sentences stay readable, as none of them is put into a page.</summary>
    public static HookShapes Told { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
