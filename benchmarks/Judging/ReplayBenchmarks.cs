using System.Buffers;
using BenchmarkDotNet.Attributes;
using CanaryJudge.Benchmarks.Scoreboard;
using CanaryJudge.Judging;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Sources.Recordings;

namespace CanaryJudge.Benchmarks.Judging;

/// <summary>Recordings of every family, six rollouts each: their lines read, and judged. One operation is one rollout; a JSON document read and not understood stands beside.</summary>
public class ReplayBenchmarks
{
    private const int Each = 6;

    private byte[] _file = [];
    private RecordingText[] _lines = [];
    private Recording[] _recordings = [];
    private int _next;

    [GlobalSetup]
    public async Task Setup()
    {
        var file = new ArrayBufferWriter<byte>();
        foreach (Rollout rollout in Fleet.Families.SelectMany(family => Enumerable.Range(0, Each).Select(i => Fleet.Make(family, i, 1))))
        {
            RecordingWriter.Write(file, new Recording { Id = rollout.Family, Policy = Shape.Policy(rollout), Metrics = rollout.Metrics });
        }

        _file = file.WrittenSpan.ToArray();
        var lines = new List<RecordingText>();
        await foreach (RecordingText line in RecordingReader.SplitAsync(new MemoryStream(_file))) lines.Add(line);
        _lines = [.. lines];
        _recordings = [.. _lines.Select(line => line.Parse().Recording!)];
    }

    [Benchmark]
    public Recording Parse() => _lines[_next++ % _lines.Length].Parse().Recording!;

    [Benchmark]
    public VerdictOutcome Evaluate()
    {
        Recording recording = _recordings[_next++ % _recordings.Length];
        return Judge.Evaluate(recording.Policy, recording.Metrics).Outcome;
    }

    /// <summary>The whole file as JSON documents: what reading costs before anything is understood.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = 29 * Each)]
    public int PlainJson()
    {
        int lines = 0;
        ReadOnlyMemory<byte> rest = _file;
        while (!rest.IsEmpty)
        {
            int end = rest.Span.IndexOf((byte)'\n');
            using var document = System.Text.Json.JsonDocument.Parse(rest[..end]);
            lines += document.RootElement.GetProperty("metrics").GetArrayLength();
            rest = rest[(end + 1)..];
        }

        return lines;
    }
}
