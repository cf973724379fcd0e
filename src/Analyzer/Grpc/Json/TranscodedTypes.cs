using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CanaryJudge.Contracts.V1;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;

namespace CanaryJudge.Analyzer.Grpc.Json;

/// <summary>
/// Names what fields of the contract hold, so that a program that is compiled ahead has the code for it: what reads and writes messages as JSON asks for that code by reflection, and finds only
/// what something names. A test holds the lists against the contract; the tests of REST run against the program of the image too.
/// </summary>
internal static class TranscodedTypes
{
    /// <summary>Numbers, truths and words that a field may hold.</summary>
    public static IReadOnlyList<System.Type> Values { get; } =
    [
        Value<bool>(), Value<double>(), Value<int>(), Value<AnalysisEnding>(), Value<AnalysisEventKind>(), Value<AnalysisState>(), Value<DataFaultKind>(), Value<Direction>(), Value<Guarantee>(),
        Value<HorizonRule>(), Value<JudgementOutcome>(), Value<JudgeRule>(), Value<MatchOperator>(), Value<MissingRule>(), Value<QueryReading>(), Value<RolloutActionEnding>(),
        Value<RolloutActionState>(), Value<RolloutMode>(), Value<RolloutStepAnswer>(), Value<RolloutSwitchState>(), Value<RolloutVerb>(), Value<Side>(), Value<SourceProblemKind>(),
        Value<VerdictOutcome>(),
    ];

    /// <summary>Messages of Google's that a field may hold; messages of the contract are kept whole with it.</summary>
    public static IReadOnlyList<System.Type> Messages { get; } = [Message<Duration>(), Message<Timestamp>()];

    private static System.Type Value<T>()
        where T : struct
    {
        if (Never)
        {
            Lists<T>();
            Optional<T>();
        }

        return typeof(T);
    }

    // Code for one class is code for all.
    private static System.Type Message<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] T>()
        where T : class
    {
        if (Never) Lists<T>();
        return typeof(T);
    }

    // Asked for when the program runs, so that the compiler cannot know it.
    private static bool Never => Environment.TickCount64 < 0;

    private static void Optional<T>()
        where T : struct
    {
        JsonSerializerOptions options = new();
        _ = JsonMetadataServices.CreatePropertyInfo(options, new JsonPropertyInfoValues<T?>());
        _ = JsonMetadataServices.CreateValueInfo<T?>(options, JsonMetadataServices.GetNullableConverter<T>(options));
    }

    private static void Lists<T>()
    {
        JsonSerializerOptions options = new();
        _ = JsonMetadataServices.CreatePropertyInfo(options, new JsonPropertyInfoValues<T>());
        _ = JsonMetadataServices.CreateListInfo<List<T>, T>(options, new());
        _ = JsonMetadataServices.CreateIListInfo<RepeatedField<T>, T>(options, new());
        _ = JsonMetadataServices.CreateDictionaryInfo<Dictionary<string, T>, string, T>(options, new());
        _ = JsonMetadataServices.CreateIDictionaryInfo<MapField<string, T>, string, T>(options, new());
    }
}
