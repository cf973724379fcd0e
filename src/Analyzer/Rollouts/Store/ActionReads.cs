using CanaryJudge.Analyzer.Analyses.Store;

namespace CanaryJudge.Analyzer.Rollouts.Store;

/// <summary>Looks actions and switches up.</summary>
internal sealed class ActionReads(StoreDatabase database)
{
    /// <summary>The action of an identity with its steps; null when there is none.</summary>
    public async Task<RolloutAction?> FindAsync(string id, CancellationToken cancellationToken)
    {
        ActionRow? row = await database.FindAsync<ActionRow>($"select {ActionRow.Columns} from rollout_action where id = @id", new { id }, cancellationToken);
        return row?.ToAction(await StepsAsync(id, cancellationToken));
    }

    /// <summary>The steps of an action, in order.</summary>
    public async Task<IReadOnlyList<SentStep>> StepsAsync(string id, CancellationToken cancellationToken)
    {
        IEnumerable<StepRow> rows = await database.QueryAsync<StepRow>($"select {StepRow.Columns} from rollout_step where action_id = @id order by number", new { id }, cancellationToken);
        return [.. rows.Select(row => row.ToStep())];
    }

    /// <summary>Up to so many actions that pass the filter, the latest first, without their steps.</summary>
    public async Task<IReadOnlyList<RolloutAction>> ListAsync(ActionFilter filter, int limit, CancellationToken cancellationToken)
    {
        List<string> conditions = ["1 = 1"];
        if (filter.Target is not null) conditions.Add("target = @target");
        if (filter.AnalysisId is not null) conditions.Add("analysis_id = @analysis");
        if (filter.IsLive) conditions.Add("state <> 'ended'");
        if (filter.PageToken is not null) conditions.Add("id < @before");
        string sql = $"select {ActionRow.Columns} from rollout_action where {string.Join(" and ", conditions)} order by id desc limit @limit";
        object arguments = new { target = filter.Target, analysis = filter.AnalysisId, before = filter.PageToken, limit };
        IEnumerable<ActionRow> rows = await database.QueryAsync<ActionRow>(sql, arguments, cancellationToken);
        return [.. rows.Select(row => row.ToAction([]))];
    }

    /// <summary>The action that rolled a revision back; null when it is not remembered.</summary>
    public Task<string?> RolledBackByAsync(string target, string revision, CancellationToken cancellationToken) => database.FindAsync<string>("select action_id from rollout_memory where target = @target and revision = @revision", new { target, revision }, cancellationToken);

    /// <summary>Every switch that was set, with that of all.</summary>
    public async Task<IReadOnlyList<RolloutSwitch>> SwitchesAsync(CancellationToken cancellationToken)
    {
        IEnumerable<SwitchRow> rows = await database.QueryAsync<SwitchRow>($"select {SwitchRow.Columns} from rollout_switch order by target", null, cancellationToken);
        return [.. rows.Select(row => row.ToSwitch())];
    }
}
