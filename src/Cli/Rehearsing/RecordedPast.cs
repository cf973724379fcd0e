using CanaryJudge.Cli.Frame;
using CanaryJudge.Cli.Replaying;
using CanaryJudge.Judging;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Judging.Rehearsing;
using CanaryJudge.Sources.Recordings;

namespace CanaryJudge.Cli.Rehearsing;

/// <summary>Makes a past of recordings: each one's history and baseline, one after the other, with a missing window between two.</summary>
internal static class RecordedPast
{
    private const int MostRecordings = 10_000;

    /// <summary>Reads it.</summary>
    /// <param name="inputs">The files.</param>
    /// <param name="policy">The rules; null for the first recording's.</param>
    /// <param name="session">What it stands on.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="interrupted">Ends it.</param>
    /// <exception cref="PastFailedException">A line is wrong, or does not fit the policy.</exception>
    public static async Task<FoundPast> ReadAsync(PastInputs inputs, CanaryPolicy? policy, Session session, RehearsalProgress progress, CancellationToken interrupted)
    {
        List<Recording> recordings = [];
        await new ReplayInput(session.Terminal).ReadAsync(inputs.Files, Add, interrupted);
        progress.Show($"{Counted.Of(recordings.Count, "recording")} read");
        PastWindows[] metrics = [.. policy!.Metrics.Select((metric, m) => new PastWindows(metric, PastJoin.Of([.. recordings.Select(r => Whole(r, m))], gap: 1)))];
        string files = inputs.Files.Count == 1 ? inputs.Files[0] : $"{inputs.Files.Count} files";
        return new FoundPast(new Past(policy, metrics), $"{Counted.Of(recordings.Count, "recording")} of {files}", "",
            $"The canary is made from the baseline: {inputs.Settings.Share * 100:0.##} % of its events; a series with its own noise.", null, null);

        ValueTask Add(ReplayItem item)
        {
            if (item.Text is null) throw Failed(item.File, item.Problem ?? "it cannot be read.");
            RecordingLine line = item.Text.Parse();
            if (line.Recording is null) throw new PastFailedException(item.File, line.Violations);
            policy ??= line.Recording.Policy;
            (Recording? fitted, IReadOnlyList<Violation> violations) = new ReplayRules(policy, judge: null).Apply(line.Recording, line.Line);
            if (fitted is null) throw new PastFailedException(item.File, violations);
            if (recordings.Count == MostRecordings) throw Failed(item.File, $"there are more than {MostRecordings} recordings. Name fewer files.");
            recordings.Add(fitted);
            return ValueTask.CompletedTask;
        }
    }

    private static Judging.Aligning.SideWindows Whole(Recording recording, int m) => PastJoin.Of([recording.Metrics[m].History, recording.Metrics[m].Baseline], gap: 0);

    private static PastFailedException Failed(string file, string problem) => new(file, [new Violation("", problem, "")]);
}
