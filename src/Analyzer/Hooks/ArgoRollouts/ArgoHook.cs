using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Analyzer.Hooks.ArgoRollouts;

/// <summary>
/// Answers the web metric of Argo Rollouts, which knows three outcomes by two conditions: verdict PROMOTE is success, ROLLBACK is failure, and PAUSE is neither, which is "inconclusive" and is
/// asked again. Every other status than 200 is an error there, and enough errors abort the rollout: so whatever is wrong with the request or with us is answered 200 with PAUSE and the reason.
/// </summary>
internal sealed class ArgoHook(HookAccess access, HookAnalyses analyses)
{
    /// <summary>Answers.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        if (!await access.IsLetInAsync(context))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            await context.Response.WriteAsJsonAsync(new HookMessage(access.Refusal), HookShapes.Told.HookMessage, cancellationToken: context.RequestAborted);
            return;
        }

        ArgoAnswer answer = ArgoAnswer.Of(await AskAsync(context));
        await context.Response.WriteAsJsonAsync(answer, HookShapes.Told.ArgoAnswer, cancellationToken: context.RequestAborted);
    }

    private async Task<HookAnswer> AskAsync(HttpContext context)
    {
        (ArgoBody? body, Violation? wrong) = await HookBody.ReadAsync<ArgoBody>(context.Request, isOurs: true, context.RequestAborted);
        if (body is null) return HookAnswer.Unknown($"The request is wrong: {wrong!.Message} {wrong.Remedy}");
        Violation[] violations = [.. body.Check()];
        if (violations.Length > 0) return HookAnswer.Unknown("The request is wrong: " + string.Join(" ", violations.Select(v => v.Message)));
        if (body.CanaryHash == body.StableHash) return HookAnswer.Unknown($"The new version is the stable one ({body.StableHash}): there is nothing to compare.");
        return await analyses.FindOrStartAsync(body.ToSubject(), body.ToRequest(), context.RequestAborted);
    }
}
