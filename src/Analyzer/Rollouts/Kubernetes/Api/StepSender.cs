using System.Net;

namespace CanaryJudge.Analyzer.Rollouts.Kubernetes.Api;

/// <summary>Sends a step and says what came of it. Whatever leaves it open whether the server changed something is unknown, and read back by the engine.</summary>
internal static class StepSender
{
    // Names us in the object's managed fields.
    private const string Manager = "?fieldManager=canaryjudge";

    /// <summary>Sends it once.</summary>
    public static async Task<StepOutcome> SendAsync(KubernetesApi api, RolloutStep step, CancellationToken cancellationToken)
    {
        if (step is not KubernetesStep patch) throw new ArgumentException("The step was not made by a rollout of Kubernetes.", nameof(step));
        ApiAnswer answer = await api.PatchAsync(patch.Path + Manager, patch, cancellationToken);
        if (answer.IsSuccess) return new(StepAnswer.Applied, $"{patch.Address} was changed.");
        string said = $"{(answer.Status is { } status ? $"{(int)status} " : "")}{answer.Words}";
        return answer.Status switch
        {
            HttpStatusCode.Conflict => new(StepAnswer.PreconditionFailed, $"{patch.Address} has changed meanwhile: {said}"),
            HttpStatusCode.NotFound => new(StepAnswer.PreconditionFailed, $"{patch.Address} is not there any more: {said}"),
            HttpStatusCode.UnprocessableEntity => await TellApartAsync(api, patch, said, cancellationToken),
            HttpStatusCode.Forbidden => new(StepAnswer.Forbidden, $"The right to {string.Join(", ", patch.Rights)} is missing: {said}"),
            HttpStatusCode.Unauthorized => new(StepAnswer.Forbidden, $"The token was not accepted: {said}"),
            HttpStatusCode.BadRequest or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotAcceptable or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnsupportedMediaType
                => new(StepAnswer.Rejected, $"The server does not take it: {said}"),
            _ => new(StepAnswer.Unknown, answer.Status is null ? $"Whether it was done is not known: {said}" : $"The server did not say that it was done: {said}") { RetryAfter = answer.RetryAfter },
        };
    }

    // A test that failed and a change that is not valid have the same status: whether what was tested still holds tells them apart.
    private static async Task<StepOutcome> TellApartAsync(KubernetesApi api, KubernetesStep step, string said, CancellationToken cancellationToken)
    {
        ApiReading now = await api.GetAsync(step.Address, cancellationToken);
        return now switch
        {
            { Content: { } content } when JsonPatch.Holds(step.Tests, content) => new(StepAnswer.Rejected, $"The server does not take it: {said}"),
            { Content: not null } => new(StepAnswer.PreconditionFailed, $"{step.Address} has changed meanwhile."),
            { Problem.Kind: RolloutProblemKind.Missing } => new(StepAnswer.PreconditionFailed, $"{step.Address} is not there any more."),
            _ => new(StepAnswer.Unknown, $"The server refused it ({said}), and why cannot be told: {now.Problem!.Message}"),
        };
    }
}
