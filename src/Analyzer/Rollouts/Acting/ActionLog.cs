namespace CanaryJudge.Analyzer.Rollouts.Acting;

/// <summary>What is logged about actions.</summary>
internal static partial class ActionLog
{
    [LoggerMessage(410, LogLevel.Information, "Action {Action}, {Verb} of {Target} at {Revision}, is {Ending}: {Status}")]
    public static partial void Over(ILogger logger, string action, RolloutVerb verb, string target, string revision, ActionEnding ending, string status);

    [LoggerMessage(411, LogLevel.Critical, "Action {Action}, {Verb} of {Target} at {Revision}, has failed, and a person must look: {Status}")]
    public static partial void GivenUp(ILogger logger, string action, RolloutVerb verb, string target, string revision, string status);

    [LoggerMessage(412, LogLevel.Warning, "Action {Action} on {Target}: the lease was lost (fence {Fence}); nothing more was sent or written")]
    public static partial void Lost(ILogger logger, string action, string target, long fence);

    [LoggerMessage(413, LogLevel.Warning, "Action {Action} on {Target}: step {Step} is {Answer}: {Message}")]
    public static partial void NotApplied(ILogger logger, string action, string target, string step, StepAnswer answer, string message);

    [LoggerMessage(414, LogLevel.Information, "Action {Action} on {Target} waits: {Status}")]
    public static partial void Waiting(ILogger logger, string action, string target, string status);

    [LoggerMessage(415, LogLevel.Debug, "Action {Action} on {Target} is paused: {Why}")]
    public static partial void Paused(ILogger logger, string action, string target, string why);

    [LoggerMessage(416, LogLevel.Critical, "The limit on rollbacks is reached, and verdicts act no more until a person switches them on: {Why}")]
    public static partial void Limited(ILogger logger, string why);

    [LoggerMessage(417, LogLevel.Warning, "Action {Action} on {Target}: the store failed; it is tried again")]
    public static partial void StoreFailed(ILogger logger, Exception cause, string action, string target);

    [LoggerMessage(418, LogLevel.Error, "Action {Action} on {Target} failed with a defect of the service; it is tried again")]
    public static partial void Failed(ILogger logger, Exception cause, string action, string target);
}
