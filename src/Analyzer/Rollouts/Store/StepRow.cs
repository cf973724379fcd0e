using CanaryJudge.Analyzer.Analyses.Store;

namespace CanaryJudge.Analyzer.Rollouts.Store;

/// <summary>A row of the table rollout_step, as the database gives it.</summary>
internal sealed class StepRow
{
    /// <summary>What a select names to fill a row.</summary>
    public const string Columns =
        "action_id as ActionId, number, name, description, request, body, precondition, digest, intent_millis as IntentMillis, answer, message, answered_millis as AnsweredMillis";

    public string ActionId { get; set; } = "";

    public long Number { get; set; }

    public string Name { get; set; } = "";

    public string Description { get; set; } = "";

    public string Request { get; set; } = "";

    public string Body { get; set; } = "";

    public string Precondition { get; set; } = "";

    public string Digest { get; set; } = "";

    public long IntentMillis { get; set; }

    public string? Answer { get; set; }

    public string? Message { get; set; }

    public long? AnsweredMillis { get; set; }

    /// <summary>A row to insert, without an answer.</summary>
    public static StepRow Of(string action, int number, RolloutStep step, long now) => new()
    {
        ActionId = action,
        Number = number,
        Name = step.Name,
        Description = step.Description,
        Request = $"{step.Method} {step.Path}",
        Body = step.Body,
        Precondition = step.Precondition.Words,
        Digest = step.Digest(),
        IntentMillis = now,
    };

    /// <summary>The row in the words of the house.</summary>
    public SentStep ToStep() => new()
    {
        Number = (int)Number,
        Name = Name,
        Description = Description,
        Request = Request,
        Body = Body,
        Precondition = Precondition,
        Digest = Digest,
        IntentMillis = IntentMillis,
        Answer = Words.ParseOrNone<StepAnswer>(Answer),
        Message = Message,
        AnsweredMillis = AnsweredMillis,
    };
}
