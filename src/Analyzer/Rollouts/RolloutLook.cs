using System.Diagnostics;
using CanaryJudge.Analyzer.Telemetry;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Rollouts;

/// <summary>Looks at rollouts, within the time that a call may take.</summary>
internal sealed class RolloutLook(IOptions<RolloutOptions> options)
{
    /// <summary>Looks at one. Only the caller's own cancellation is an exception, or a defect.</summary>
    public async Task<RolloutReading> SeeAsync(RolloutTarget target, CancellationToken cancellationToken)
    {
        using Activity? span = Spans.Source.StartActivity("observe rollout");
        span?.SetTag("canaryjudge.target", target.Name);
        TimeSpan longest = options.Value.CallTimeout;
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(longest);
        try
        {
            RolloutReading reading = await target.Rollout.ObserveAsync(limit.Token);
            cancellationToken.ThrowIfCancellationRequested();
            if (reading.Problem is { } problem) span?.SetStatus(ActivityStatusCode.Error, problem.Message);
            return reading;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return RolloutReading.Failed(RolloutProblemKind.Unreachable, $"The rollout of {target.Name} could not be looked at within {longest.TotalSeconds:0.##} s.", "Raise Rollouts:CallTimeout, or see why it is slow.");
        }
    }
}
