using System.Text.Json;

namespace CanaryJudge.Analyzer.Rollouts.Reported;

/// <summary>The JSON in which a program or a receiver of webhooks tells how its rollout is. Strict: a key that is not known is an error, so that a misspelt one is not silent.</summary>
internal sealed record ReportedState
{
    /// <summary>Most bytes that are read.</summary>
    public const int MostBytes = 64 * 1024;

    private const int LongestText = 500;
    private const int MostFacts = 20;

    /// <summary>Identity of the canary; "" when there is none. Required.</summary>
    public required string Revision { get; init; }

    /// <summary>Identity of the version that a rollback returns to; "" when there is none. Required.</summary>
    public required string Baseline { get; init; }

    /// <summary>The canary's share of the traffic, 0 to 1. Required.</summary>
    public required double Traffic { get; init; }

    /// <summary>False while something is on its way. Required.</summary>
    public required bool Settled { get; init; }

    /// <summary>Whether the rollout is held; needed for hold.</summary>
    public bool? Held { get; init; }

    /// <summary>Whether the canary still runs; needed when it is scaled down by a step of its own.</summary>
    public bool? Running { get; init; }

    /// <summary>Short phrases for the record.</summary>
    public IReadOnlyList<string>? Facts { get; init; }

    /// <summary>Reads what was told.</summary>
    /// <param name="json">The JSON, UTF-8.</param>
    /// <param name="from">Who told it, for the message: "The program /usr/bin/x".</param>
    public static RolloutReading Read(ReadOnlySpan<byte> json, string from)
    {
        const string Remedy = "It must be one JSON object such as {\"revision\": \"v2\", \"baseline\": \"v1\", \"traffic\": 0.1, \"settled\": true} (docs/actions.md).";
        if (json.Length > MostBytes) return Unreadable($"{from} told more than {MostBytes} bytes.");
        ReportedState? state;
        try
        {
            state = JsonSerializer.Deserialize(json, ReportedShapes.Default.ReportedState);
        }
        catch (JsonException broken)
        {
            return Unreadable($"{from} told something that cannot be read: {broken.Message}");
        }

        if (state is null) return Unreadable($"{from} told null.");
        if (state.Traffic is not (>= 0 and <= 1)) return Unreadable($"{from} told a traffic of {state.Traffic}, which is not a share from 0 to 1.");
        if (state.Revision is null || state.Baseline is null || state.Revision.Length > LongestText || state.Baseline.Length > LongestText) return Unreadable($"{from} told a revision or a baseline that is null or has more than {LongestText} characters.");
        return RolloutReading.Of(new ReportedObservation
        {
            Revision = state.Revision,
            Baseline = state.Baseline,
            CanaryTraffic = state.Traffic,
            IsSettled = state.Settled,
            IsHeld = state.Held,
            IsRunning = state.Running,
            Facts = [.. (state.Facts ?? []).Where(fact => fact is not null).Take(MostFacts).Select(fact => fact.Length <= LongestText ? fact : fact[..LongestText])],
        });

        static RolloutReading Unreadable(string message) => RolloutReading.Failed(RolloutProblemKind.Unreadable, message, Remedy);
    }
}
