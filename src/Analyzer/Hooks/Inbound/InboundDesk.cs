using System.Data.Common;
using CanaryJudge.Analyzer.Analyses.Notices;
using CanaryJudge.Analyzer.Analyses.Store;
using CanaryJudge.Analyzer.Grpc;
using Grpc.Core;

namespace CanaryJudge.Analyzer.Hooks.Inbound;

/// <summary>
/// Takes messages of systems that tell the service something: let in, read, kept, answered. A message that could not be kept is answered 503, which its sender sends again soon; one that is wrong,
/// or is not let in, 4xx: it is not sent again at once, so that nobody makes a storm of it.
/// </summary>
internal sealed partial class InboundDesk(NoticeWrites writes, CallLimit limit, InboundMeter meter, ILogger<InboundDesk> logger)
{
    /// <summary>Most bytes of a message.</summary>
    public const int MostBytes = 1024 * 1024;

    /// <summary>Answers a message.</summary>
    /// <param name="hook">Which hook.</param>
    /// <param name="context">The request.</param>
    /// <param name="isLetIn">Whether its sender is let in, given the body as it came.</param>
    /// <param name="refusal">What a sender who is not let in is told.</param>
    /// <param name="read">From the body to notices; or what is wrong.</param>
    public async Task AnswerAsync(string hook, HttpContext context, Func<byte[], Task<bool>> isLetIn, string refusal, Func<byte[], InboundReading> read)
    {
        InboundAnswer answer = await TakeAsync(hook, context, isLetIn, refusal, read);
        await answer.WriteAsync(context);
    }

    private async Task<InboundAnswer> TakeAsync(string hook, HttpContext context, Func<byte[], Task<bool>> isLetIn, string refusal, Func<byte[], InboundReading> read)
    {
        if (await HookBody.ReadAsync(context.Request, MostBytes, context.RequestAborted) is not { } body)
        {
            return Refuse(hook, InboundMeter.Wrong, new InboundAnswer(StatusCodes.Status413PayloadTooLarge, $"The body is larger than {MostBytes} bytes: send less at a time (max_alerts in Alertmanager)."));
        }

        if (!await isLetIn(body)) return Refuse(hook, InboundMeter.Refused, new InboundAnswer(StatusCodes.Status401Unauthorized, refusal));
        if (!context.Request.HasJsonContentType()) return Refuse(hook, InboundMeter.Wrong, new InboundAnswer(StatusCodes.Status415UnsupportedMediaType, "The content type is not application/json."));
        InboundReading reading = read(body);
        if (reading.Wrong is { } wrong) return Refuse(hook, InboundMeter.Wrong, InboundAnswer.Wrong(wrong));
        if (reading.Left is { } left) Log.Left(logger, hook, left);
        meter.Count(hook, InboundMeter.Unmatched, reading.Unmatched);
        return reading.Notices.Count == 0 ? new InboundAnswer(StatusCodes.Status200OK, $"Nothing of it is about a target ({reading.Unmatched} unmatched).") : await KeepAsync(hook, reading, context.RequestAborted);
    }

    private async Task<InboundAnswer> KeepAsync(string hook, InboundReading reading, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<NoticeOutcome> outcomes = await limit.RunAsync(token => writes.TakeAsync(reading.Notices, token), cancellationToken);
            foreach ((Notice notice, NoticeOutcome outcome) in reading.Notices.Zip(outcomes)) Tell(notice, outcome);
            string words = string.Join(", ", outcomes.CountBy(outcome => outcome).OrderBy(count => count.Key).Select(count => $"{count.Value} {Words.Of(count.Key)}"));
            return outcomes.Contains(NoticeOutcome.Full)
                ? new InboundAnswer(StatusCodes.Status503ServiceUnavailable, $"{words}: {NoticeWrites.MostVetoes} vetoes stand already.")
                : new InboundAnswer(StatusCodes.Status200OK, $"{words}, {reading.Unmatched} unmatched.");
        }
        catch (Exception cause) when (cause is DbException or TimeoutException or RpcException)
        {
            Log.Failed(logger, cause, hook);
            meter.Count(hook, InboundMeter.Failed);
            return new InboundAnswer(StatusCodes.Status503ServiceUnavailable, "The service cannot keep it now: its store does not answer. Send it again.");
        }
    }

    private void Tell(Notice notice, NoticeOutcome outcome)
    {
        meter.Count(notice.Hook, Words.Of(outcome));
        if (outcome == NoticeOutcome.Vetoed) Log.Vetoed(logger, notice.Actor, notice.Target, notice.Subject);
        else if (outcome == NoticeOutcome.Lifted) Log.Lifted(logger, notice.Actor, notice.Target, notice.Subject);
        else if (outcome == NoticeOutcome.Full) Log.Full(logger, notice.Actor, notice.Target, NoticeWrites.MostVetoes);
    }

    private InboundAnswer Refuse(string hook, string outcome, InboundAnswer answer)
    {
        meter.Count(hook, outcome);
        Log.Refused(logger, hook, answer.Status, answer.Message);
        return answer;
    }

    private static partial class Log
    {
        [LoggerMessage(610, LogLevel.Information, "{Actor} forbids promotions of {Target}: {Subject}")]
        public static partial void Vetoed(ILogger logger, string actor, string target, string subject);

        [LoggerMessage(611, LogLevel.Information, "{Actor} no longer forbids promotions of {Target}: {Subject}")]
        public static partial void Lifted(ILogger logger, string actor, string target, string subject);

        [LoggerMessage(612, LogLevel.Error, "What {Hook} told could not be kept, so that it is to be sent again: the store does not answer")]
        public static partial void Failed(ILogger logger, Exception cause, string hook);

        [LoggerMessage(613, LogLevel.Warning, "A message to the hook {Hook} is answered {Status}: {Message}")]
        public static partial void Refused(ILogger logger, string hook, int status, string message);

        [LoggerMessage(614, LogLevel.Warning, "A message to the hook {Hook} leaves out {Left} alerts, which may forbid promotions: raise or remove max_alerts, or group them finer")]
        public static partial void Left(ILogger logger, string hook, long left);

        [LoggerMessage(615, LogLevel.Error, "{Actor} forbids promotions of {Target}, which is not taken: {Most} vetoes stand already")]
        public static partial void Full(ILogger logger, string actor, string target, int most);
    }
}
