using CanaryJudge.Analyzer.Analyses.Store;
using CanaryJudge.Analyzer.Rollouts;

namespace CanaryJudge.Analyzer.Analyses.Notices;

/// <summary>Takes what other systems say: all of a message in one transaction, so that a message that is sent again changes nothing.</summary>
internal sealed class NoticeWrites(StoreDatabase database, AnalysisSignals signals, ActionSignals wake, TimeProvider clock)
{
    /// <summary>Most vetoes that stand at a time.</summary>
    public const int MostVetoes = 10_000;

    private const string Key = "hook = @Hook and subject = @Subject and application = @Application and target = @Target";

    private const string Insert = """
        insert into veto (hook, subject, application, target, actor, words, starts_millis, heard_millis) values (@Hook, @Subject, @Application, @Target, @Actor, @Words, @AtMillis, @now)
        """;

    private const string Rise = $"update veto set actor = @Actor, words = @Words, starts_millis = @AtMillis, heard_millis = @now, ended_millis = null, lifted_millis = null where {Key}";

    private const string Lift = $"update veto set ended_millis = @AtMillis, lifted_millis = @now where {Key}";

    /// <summary>Takes notices.</summary>
    /// <returns>What became of each, in their order.</returns>
    public async Task<IReadOnlyList<NoticeOutcome>> TakeAsync(IReadOnlyList<Notice> notices, CancellationToken cancellationToken)
    {
        List<string> changed = [];
        IReadOnlyList<NoticeOutcome> outcomes = await database.WriteAsync(
            async transaction =>
            {
                changed.Clear();
                List<NoticeOutcome> taken = [];
                foreach (Notice notice in notices) taken.Add(await TakeAsync(transaction, notice, changed));
                return taken;
            },
            cancellationToken);
        Raise(changed);
        return outcomes;
    }

    /// <summary>Lifts the vetoes that nobody has repeated for so long, and deletes those that were lifted a day ago.</summary>
    /// <returns>How many lapsed.</returns>
    public async Task<int> LapseAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        List<string> changed = [];
        int lapsed = await database.WriteAsync(
            async transaction =>
            {
                changed.Clear();
                long now = Now(), before = now - (long)age.TotalMilliseconds;
                IReadOnlyList<VetoRow> silent = await transaction.QueryAsync<VetoRow>($"select {VetoRow.Columns} from veto where lifted_millis is null and heard_millis < @before {database.ForUpdate}", new { before });
                foreach (VetoRow veto in silent)
                {
                    await transaction.ExecuteAsync(Lift, new { veto.Hook, veto.Subject, veto.Application, veto.Target, AtMillis = now, now });
                    string words = $"Nothing was heard of it for {age.TotalHours:0.##} h (Analyses:VetoAge), so that it no longer stands: {veto.Words}";
                    changed.AddRange(await TellAsync(transaction, AnalysisEventKind.VetoLifted, veto.Application, veto.Target, veto.Actor, words, now));
                }

                // Looked for before it is written: keeping a store in order in which nothing is old writes nothing.
                object old = new { before = now - (long)TimeSpan.FromDays(1).TotalMilliseconds };
                if (await transaction.FindAsync<long>("select count(*) from veto where lifted_millis < @before", old) > 0) await transaction.ExecuteAsync("delete from veto where lifted_millis < @before", old);
                return silent.Count;
            },
            cancellationToken);
        Raise(changed);
        return lapsed;
    }

    private async Task<NoticeOutcome> TakeAsync(StoreTransaction transaction, Notice notice, List<string> changed)
    {
        long now = Now();
        if (notice.Kind == NoticeKind.News) return await TellAsync(AnalysisEventKind.Noted) > 0 ? NoticeOutcome.Noted : NoticeOutcome.Repeated;
        VetoRow? known = await transaction.FindAsync<VetoRow>($"select {VetoRow.Columns} from veto where {Key} {database.ForUpdate}", notice);
        if (notice.Kind == NoticeKind.Lift)
        {
            if (known is not { LiftedMillis: null }) return NoticeOutcome.Repeated;
            if (notice.AtMillis < known.StartsMillis) return NoticeOutcome.Stale;
            await transaction.ExecuteAsync(Lift, new { notice.Hook, notice.Subject, notice.Application, notice.Target, notice.AtMillis, now });
            await TellAsync(AnalysisEventKind.VetoLifted);
            return NoticeOutcome.Lifted;
        }

        if (known is { LiftedMillis: null })
        {
            await transaction.ExecuteAsync($"update veto set heard_millis = @now where {Key}", new { notice.Hook, notice.Subject, notice.Application, notice.Target, now });
            return NoticeOutcome.Repeated;
        }

        if (notice.MayComeLate && known is { EndedMillis: { } ended } && notice.AtMillis < ended) return NoticeOutcome.Stale;
        if (await transaction.FindAsync<long>("select count(*) from veto where lifted_millis is null", new { }) >= MostVetoes) return NoticeOutcome.Full;
        await transaction.ExecuteAsync(known is null ? Insert : Rise, new { notice.Hook, notice.Subject, notice.Application, notice.Target, notice.Actor, notice.Words, notice.AtMillis, now });
        await TellAsync(AnalysisEventKind.Vetoed);
        return NoticeOutcome.Vetoed;

        async Task<int> TellAsync(AnalysisEventKind kind)
        {
            IReadOnlyList<string> told = await NoticeWrites.TellAsync(transaction, kind, notice.Application, notice.Target, notice.Actor, notice.Words, now);
            changed.AddRange(told);
            return told.Count;
        }
    }

    private static async Task<IReadOnlyList<string>> TellAsync(StoreTransaction transaction, AnalysisEventKind kind, string application, string target, string actor, string words, long now)
    {
        IReadOnlyList<string> told = await NoticeEvents.AppendAsync(transaction, kind, application, target, actor, words, now);
        if (kind != AnalysisEventKind.VetoLifted) return told;
        // A promotion that a veto holds back goes on at once.
        foreach (string id in told) await transaction.ExecuteAsync("update rollout_action set due_millis = @now where analysis_id = @id and state = 'paused' and owner is null", new { id, now });
        return told;
    }

    private void Raise(List<string> changed)
    {
        foreach (string id in changed.Distinct()) signals.Raise(id);
        if (changed.Count > 0) wake.Raise();
    }

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
