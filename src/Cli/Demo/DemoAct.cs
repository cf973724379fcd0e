using CanaryJudge.Judging.Deciding;
using CanaryJudge.Samples.Workload;

namespace CanaryJudge.Cli.Demo;

/// <summary>One rollout of the demo.</summary>
/// <param name="Title">What is rolled out, in words: "a healthy canary".</param>
/// <param name="Fault">What is wrong with the canary.</param>
/// <param name="Expected">The verdict it should get; null when any is right.</param>
internal sealed record DemoAct(string Title, Fault Fault, VerdictOutcome? Expected)
{
    /// <summary>The two rollouts of the demo without --fault.</summary>
    public static IReadOnlyList<DemoAct> Both { get; } =
    [
        new("a healthy canary", Fault.None, VerdictOutcome.Promote),
        new("a canary that fails more requests", Fault.Errors, VerdictOutcome.Rollback),
    ];

    /// <summary>The one rollout of --fault.</summary>
    public static DemoAct Of(Fault fault) => new(
        fault switch
        {
            Fault.None => "a healthy canary",
            Fault.Errors => "a canary that fails more requests",
            Fault.Latency => "a canary with slow requests",
            Fault.Leak => "a canary that leaks memory",
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "The demo has no words for this fault."),
        },
        fault,
        Expected: null);
}
