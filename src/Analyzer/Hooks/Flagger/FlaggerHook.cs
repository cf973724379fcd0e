using System.Text;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Analyzer.Hooks.Flagger;

/// <summary>
/// Answers Flagger's webhooks: 200 is yes, 403 with the reason is no. Never 5xx or 429, which lose the reason and are asked again at once; never 204, which Flagger takes for no. What we cannot
/// tell is no: a gate stays closed, and nothing is rolled back.
/// </summary>
internal sealed class FlaggerHook(HookAccess access, HookAnalyses analyses, TimeProvider clock)
{
    // Repeats of the first question by a Flagger that lost the answer; it retries within seconds.
    private static readonly TimeSpan FirstQuestion = TimeSpan.FromSeconds(10);

    /// <summary>Answers.</summary>
    public async Task AnswerAsync(HttpContext context, FlaggerGate gate)
    {
        (bool isYes, string reason) = await access.IsLetInAsync(context) ? await AskAsync(context, gate) : (false, access.Refusal);
        context.Response.StatusCode = isYes ? StatusCodes.Status200OK : StatusCodes.Status403Forbidden;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(reason, Encoding.UTF8, context.RequestAborted);
    }

    private async Task<(bool IsYes, string Reason)> AskAsync(HttpContext context, FlaggerGate gate)
    {
        (FlaggerBody? body, Violation? wrong) = await HookBody.ReadAsync<FlaggerBody>(context.Request, isOurs: false, context.RequestAborted);
        if (body is null) return (false, $"The request is wrong: {wrong!.Message} {wrong.Remedy}");
        Violation[] violations = [.. body.Check()];
        if (violations.Length > 0) return (false, "The request is wrong: " + string.Join(" ", violations.Select(v => $"{v.Message} {v.Remedy}")));

        HookSubject subject = body.ToSubject();
        switch (gate)
        {
            case FlaggerGate.Rollout:
                // Its checksum is that of the version before: it says nothing of the one that is to come.
                HookAnswer check = await analyses.CheckAsync(subject, body.ToRequest(), context.RequestAborted);
                return (check.Verdict == VerdictOutcome.Promote, check.Reason);
            case FlaggerGate.Rollback:
                HookAnswer seen = await analyses.FindAsync(subject, context.RequestAborted);
                return (seen.Verdict == VerdictOutcome.Rollback, seen.Reason);
            case FlaggerGate.TrafficIncrease or FlaggerGate.Promotion:
                HookAnswer answer = await analyses.FindOrStartAsync(subject, body.ToRequest(), context.RequestAborted);
                // Without its first traffic there would be nothing to judge.
                if (gate == FlaggerGate.TrafficIncrease && IsFirst(answer)) return (true, $"The canary gets its first traffic: {answer.Reason}");
                return (answer.Verdict == VerdictOutcome.Promote, answer.Reason);
            default:
                throw new ArgumentOutOfRangeException(nameof(gate), gate, "No such gate.");
        }
    }

    private bool IsFirst(HookAnswer answer) =>
        answer.IsNew || (answer.Analysis is { State: Analyses.AnalysisState.Waiting } analysis && clock.GetUtcNow().ToUnixTimeMilliseconds() - analysis.CreatedMillis <= (long)FirstQuestion.TotalMilliseconds);
}
