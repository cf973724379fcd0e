namespace CanaryJudge.Analyzer.Analyses.Notices;

/// <summary>A row of the table veto, as the database gives it.</summary>
internal sealed class VetoRow
{
    /// <summary>What a select names to fill a row.</summary>
    public const string Columns = "hook, subject, application, target, actor, words, starts_millis as StartsMillis, ended_millis as EndedMillis, lifted_millis as LiftedMillis";

    public string Hook { get; set; } = "";

    public string Subject { get; set; } = "";

    public string Application { get; set; } = "";

    public string Target { get; set; } = "";

    public string Actor { get; set; } = "";

    public string Words { get; set; } = "";

    public long StartsMillis { get; set; }

    public long? EndedMillis { get; set; }

    public long? LiftedMillis { get; set; }
}
