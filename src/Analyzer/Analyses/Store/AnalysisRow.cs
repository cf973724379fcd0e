using CanaryJudge.Analyzer.Rollouts;
using CanaryJudge.Judging.Deciding;

namespace CanaryJudge.Analyzer.Analyses.Store;

/// <summary>A row of the table analysis, as the database gives it.</summary>
internal sealed class AnalysisRow
{
    /// <summary>What a select names to fill a row.</summary>
    public const string Columns = """
        id, application, target, policy, source, started_by as StartedBy, start_digest as StartDigest, state, ending, decision, outcome, could_not_judge as CouldNotJudge,
        reason, ended_by as EndedBy, superseded_by as SupersededBy, created_millis as CreatedMillis, start_millis as StartMillis, interval_millis as IntervalMillis,
        horizon, revision, baseline_revision as BaselineRevision, mode, windows, tick_millis as TickMillis, ended_millis as EndedMillis, sequence, fence
        """;

    public string Id { get; set; } = "";

    public string Application { get; set; } = "";

    public string Target { get; set; } = "";

    public string Policy { get; set; } = "";

    public string Source { get; set; } = "";

    public string StartedBy { get; set; } = "";

    public string StartDigest { get; set; } = "";

    public string State { get; set; } = "";

    public string? Ending { get; set; }

    public string? Decision { get; set; }

    public string? Outcome { get; set; }

    public long CouldNotJudge { get; set; }

    public string Reason { get; set; } = "";

    public string? EndedBy { get; set; }

    public string? SupersededBy { get; set; }

    public long CreatedMillis { get; set; }

    public long StartMillis { get; set; }

    public long IntervalMillis { get; set; }

    public long Horizon { get; set; }

    public string? Revision { get; set; }

    public string? BaselineRevision { get; set; }

    public string? Mode { get; set; }

    public long Windows { get; set; }

    public long? TickMillis { get; set; }

    public long? EndedMillis { get; set; }

    public long Sequence { get; set; }

    public long Fence { get; set; }

    /// <summary>The row in the words of the house.</summary>
    public Analysis ToAnalysis() => new()
    {
        Id = Id,
        Application = Application,
        Target = Target,
        Policy = Policy,
        Source = Source,
        StartedBy = StartedBy,
        Revision = Revision,
        BaselineRevision = BaselineRevision,
        Mode = Words.ParseOrNone<RolloutMode>(Mode),
        State = Words.Parse<AnalysisState>(State),
        Ending = Words.ParseOrNone<AnalysisEnding>(Ending),
        Decision = Words.ParseOrNone<VerdictOutcome>(Decision),
        Outcome = Words.ParseOrNone<VerdictOutcome>(Outcome),
        CouldNotJudge = CouldNotJudge != 0,
        Reason = Reason,
        EndedBy = EndedBy,
        SupersededBy = SupersededBy,
        CreatedMillis = CreatedMillis,
        StartMillis = StartMillis,
        IntervalMillis = IntervalMillis,
        Horizon = (int)Horizon,
        WindowsElapsed = (int)Windows,
        NextMillis = TickMillis,
        EndedMillis = EndedMillis,
        Sequence = Sequence,
    };
}
