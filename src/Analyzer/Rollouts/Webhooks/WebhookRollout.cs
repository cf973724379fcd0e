using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CanaryJudge.Analyzer.Rollouts.Reported;
using CanaryJudge.Analyzer.Settings;

namespace CanaryJudge.Analyzer.Rollouts.Webhooks;

/// <summary>A rollout behind a receiver of signed webhooks: looked at by GET, changed by POST. A repeat of a step has the same Idempotency-Key.</summary>
internal sealed class WebhookRollout(string target, WebhookSettings settings, RereadFiles<WebhookSecret> secret, HttpClient client, TimeProvider clock) : IRollout
{
    private const int LongestWords = 500;

    /// <inheritdoc/>
    public async Task<RolloutReading> ObserveAsync(CancellationToken cancellationToken)
    {
        string from = $"The receiver {settings.ObserveUrl}";
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Get, settings.ObserveUrl);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            using HttpResponseMessage response = await SendAsync(request, [], cancellationToken);
            byte[] body = await BodyAsync(response, cancellationToken);
            return response.StatusCode switch
            {
                HttpStatusCode.OK => ReportedState.Read(body, from),
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => RolloutReading.Failed(RolloutProblemKind.Forbidden, $"{from} answered {(int)response.StatusCode}: {Words(body)}", "Compare the secrets of both sides, and their clocks."),
                HttpStatusCode.NotFound or HttpStatusCode.Gone => RolloutReading.Failed(RolloutProblemKind.Missing, $"{from} answered {(int)response.StatusCode}: {Words(body)}", "Compare the target's settings with what the receiver knows."),
                _ => RolloutReading.Failed(RolloutProblemKind.Unreachable, $"{from} answered {(int)response.StatusCode}: {Words(body)}", "See the receiver's log."),
            };
        }
        catch (Exception cause) when (cause is HttpRequestException or IOException or OperationCanceledException)
        {
            return RolloutReading.Failed(RolloutProblemKind.Unreachable, $"{from} {(cause is OperationCanceledException ? "did not answer in time." : $"could not be asked: {cause.Message}")}", "See whether it runs, and whether the network lets the service through.");
        }
    }

    /// <inheritdoc/>
    public NextMove Next(RolloutObservation now, RolloutAction action) => ReportedMoves.Next((ReportedObservation)now, action, name => Step(name, action));

    /// <inheritdoc/>
    public async Task<StepOutcome> SendAsync(RolloutStep step, CancellationToken cancellationToken)
    {
        try
        {
            byte[] body = Encoding.UTF8.GetBytes(step.Body);
            using HttpRequestMessage request = new(HttpMethod.Post, settings.Url) { Content = new LimitedContent(body, step.Limit) { Headers = { ContentType = new MediaTypeHeaderValue(step.ContentType) } } };
            request.Headers.Add("Idempotency-Key", step.Precondition.Data["Idempotency-Key"]);
            using HttpResponseMessage response = await SendAsync(request, body, cancellationToken);
            string words = $"The receiver answered {(int)response.StatusCode}. {Words(await BodyAsync(response, cancellationToken))}".TrimEnd();
            return new StepOutcome(Answer(response.StatusCode), words) { RetryAfter = response.Headers.RetryAfter?.Delta };
        }
        catch (Exception cause) when (cause is HttpRequestException or IOException or OperationCanceledException)
        {
            return new StepOutcome(StepAnswer.Unknown, cause is OperationCanceledException ? "The receiver did not answer in time." : $"The receiver could not be asked, or its answer was lost: {cause.Message}");
        }
    }

    private static StepAnswer Answer(HttpStatusCode status) => (int)status switch
    {
        >= 200 and < 300 => StepAnswer.Applied,
        401 or 403 => StepAnswer.Forbidden,
        409 or 412 => StepAnswer.PreconditionFailed,
        400 or 405 or 410 or 413 or 415 or 422 => StepAnswer.Rejected,
        _ => StepAnswer.Unknown,
    };

    private static async Task<byte[]> BodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        byte[] buffer = new byte[ReportedState.MostBytes + 1];
        int read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return buffer[..read];
    }

    private static string Words(byte[] body)
    {
        string line = string.Concat(Encoding.UTF8.GetString(body).Trim().Select(letter => char.IsControl(letter) ? ' ' : letter));
        return line.Length <= LongestWords ? line : line[..LongestWords] + "...";
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, byte[] body, CancellationToken cancellationToken)
    {
        request.Headers.Add(WebhookSignature.Header, WebhookSignature.Sign(secret.Current.Keys, clock.GetUtcNow().ToUnixTimeSeconds(), body));
        return client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    private RolloutStep? Step(string name, RolloutAction action)
    {
        if (name == ReportedMoves.ScaleDown && !settings.ScaleDown) return null;
        string key = $"{action.Id}/{name}";
        return new RolloutStep
        {
            Name = name,
            Description = $"Asks the receiver for the step {name} of {action.Revision}.",
            Method = "POST",
            Path = settings.Url!.AbsoluteUri,
            ContentType = "application/json",
            Body = WebhookBody.Write(target, name, action),
            Precondition = new StepPrecondition(
                $"The receiver changes something only while {action.Revision} is being rolled out, and answers 409 otherwise; a step of the same Idempotency-Key it does once.",
                new Dictionary<string, string> { ["expected_revision"] = action.Revision, ["Idempotency-Key"] = key }),
            Rights = [new RolloutRight("post", "", "signed webhook", settings.Url.AbsoluteUri)],
        };
    }
}
