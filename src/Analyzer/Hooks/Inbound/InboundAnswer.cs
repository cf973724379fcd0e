namespace CanaryJudge.Analyzer.Hooks.Inbound;

/// <summary>What a sender is told: 2xx it is done with, 4xx it cannot be taken as it is, 503 it is to be sent again.</summary>
/// <param name="Status">The status of HTTP.</param>
/// <param name="Message">What became of it, or what is wrong, in a sentence.</param>
internal readonly record struct InboundAnswer(int Status, string Message)
{
    /// <summary>It cannot be read.</summary>
    public static InboundAnswer Wrong(string message) => new(StatusCodes.Status400BadRequest, message);

    /// <summary>Writes it.</summary>
    public Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        return context.Response.WriteAsJsonAsync(new HookMessage(Message), HookShapes.Told.HookMessage, cancellationToken: context.RequestAborted);
    }
}
