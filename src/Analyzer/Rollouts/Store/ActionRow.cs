using CanaryJudge.Analyzer.Analyses.Store;

namespace CanaryJudge.Analyzer.Rollouts.Store;

/// <summary>A row of the table rollout_action, as the database gives it; also the claim of a replica that has leased it: every write carries its fence.</summary>
internal sealed class ActionRow
{
    /// <summary>What a select names to fill a row.</summary>
    public const string Columns = """
        id, target, verb, revision, baseline, analysis_id as AnalysisId, asked_by as AskedBy, by_policy as ByPolicy, again, reason, state, ending, status, created_millis as CreatedMillis,
        started_millis as StartedMillis, ended_millis as EndedMillis, waited_millis as WaitedMillis, sequence, fence, trace
        """;

    public string Id { get; set; } = "";

    public string Target { get; set; } = "";

    public string Verb { get; set; } = "";

    public string Revision { get; set; } = "";

    public string Baseline { get; set; } = "";

    public string? AnalysisId { get; set; }

    public string AskedBy { get; set; } = "";

    public long ByPolicy { get; set; }

    public long Again { get; set; }

    public string Reason { get; set; } = "";

    public string State { get; set; } = "";

    public string? Ending { get; set; }

    public string Status { get; set; } = "";

    public long CreatedMillis { get; set; }

    public long? StartedMillis { get; set; }

    public long? EndedMillis { get; set; }

    public long WaitedMillis { get; set; }

    public long Sequence { get; set; }

    public long Fence { get; set; }

    /// <summary>Trace context of the decision; null when it had none.</summary>
    public string? Trace { get; set; }

    /// <summary>The row in the words of the house.</summary>
    public RolloutAction ToAction(IReadOnlyList<SentStep> steps) => new()
    {
        Id = Id,
        Target = Target,
        Verb = Words.Parse<RolloutVerb>(Verb),
        Revision = Revision,
        Baseline = Baseline,
        AnalysisId = AnalysisId,
        By = AskedBy,
        IsByPolicy = ByPolicy != 0,
        IsAgain = Again != 0,
        Reason = Reason,
        State = Words.Parse<ActionState>(State),
        Ending = Words.ParseOrNone<ActionEnding>(Ending),
        Status = Status,
        CreatedMillis = CreatedMillis,
        StartedMillis = StartedMillis,
        EndedMillis = EndedMillis,
        Sequence = Sequence,
        Steps = steps,
    };
}
