using CanaryJudge.Judging;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Sequential;
using CanaryJudge.Sources.Recordings;

namespace CanaryJudge.Benchmarks.Peers;

/// <summary>replay/STEP: one rollout a call, of all recordings (*.jsonl, *.jsonl.gz) in the folder: its line read, judged window by window, and judged with its report.</summary>
public sealed class ReplayCases : ICaseFamily
{
    private static readonly string[] Steps = ["replay/parse", "replay/run", "replay/evaluate"];

    public IEnumerable<PeerCase> Cases(string dataFolder, string only)
    {
        string[] names = [.. Steps.Where(name => name.Contains(only, StringComparison.Ordinal))];
        string[] files = [.. Directory.EnumerateFiles(dataFolder, "*.jsonl*").Order(StringComparer.Ordinal)];
        if (names.Length == 0 || files.Length == 0) yield break;
        List<RecordingText> lines = Read(files).GetAwaiter().GetResult();
        Recording[] recordings = [.. lines.Select(line => line.Parse().Recording ?? throw new InvalidDataException($"Line {line.Line} is no recording."))];
        foreach (string name in names)
        {
            yield return new PeerCase(name, name switch
            {
                "replay/parse" => i => lines[i % lines.Count].Parse().Recording!.WindowCount,
                "replay/run" => i => Run(recordings[i % recordings.Length]),
                _ => i => Judge.Evaluate(recordings[i % recordings.Length].Policy, recordings[i % recordings.Length].Metrics).WindowsElapsed,
            });
        }
    }

    private static int Run(Recording recording)
    {
        SequentialRun run = new(recording.Policy, recording.Metrics, SequentialParameters.Of(recording.Policy.Guarantee));
        for (int k = 0; k < Math.Min(recording.WindowCount, recording.Policy.Horizon) && run.Outcome == VerdictOutcome.Pause; k++) run.Advance();
        return run.WindowsElapsed;
    }

    private static async Task<List<RecordingText>> Read(string[] files)
    {
        var lines = new List<RecordingText>();
        foreach (string file in files)
        {
            await using FileStream stream = File.OpenRead(file);
            await foreach (RecordingText line in RecordingReader.SplitAsync(stream)) lines.Add(line);
        }

        return lines;
    }
}
