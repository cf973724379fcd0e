using System.Buffers;
using System.Collections;
using System.Reflection;
using CanaryJudge.Judging;
using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Sources.Recordings;
using CsCheck;

namespace CanaryJudge.Sources.Tests.Recordings;

public sealed class RecordingRoundTripTests
{
    [Fact]
    public void Write_AnyRecording_ReadsBackBitForBit() => RecordingGen.Recordings.Sample(recording =>
    {
        Recording read = ReadOne(Written(recording));
        Same(recording, read, "recording");
    });

    [Theory]
    [InlineData(typeof(Recording))]
    [InlineData(typeof(CanaryPolicy))]
    [InlineData(typeof(MetricPolicy))]
    [InlineData(typeof(MetricWindows))]
    public void Recordings_ThatTheseTestsMake_VaryEveryField(Type type)
    {
        // A field that is added to a rule later has to be varied by RecordingGen, and then the round trip shows whether the format has it.
        PropertyInfo[] fields = [.. type.GetProperties().Where(property => property.CanWrite)];
        var seen = fields.ToDictionary(field => field.Name, _ => new HashSet<string>(StringComparer.Ordinal), StringComparer.Ordinal);
        RecordingGen.Recordings.Sample(
            recording =>
            {
                object[] holders = [recording, recording.Policy, .. recording.Policy.Metrics, .. recording.Metrics];
                foreach (object holder in holders.Where(type.IsInstanceOfType))
                {
                    foreach (PropertyInfo field in fields) seen[field.Name].Add(Shown(field.GetValue(holder)));
                }
            },
            iter: 200,
            threads: 1);
        Assert.DoesNotContain(seen, field => field.Value.Count < 2);
    }

    [Fact]
    public void Write_WhatWasRead_GivesTheSameBytes() => RecordingGen.Recordings.Sample(recording =>
    {
        byte[] once = Written(recording);
        Assert.Equal(once, Written(ReadOne(once)));
    });

    [Fact]
    public async Task Write_ToAStream_GivesTheSameBytesAsToABuffer()
    {
        Recording recording = (await FixtureAsync())[0];
        using var stream = new MemoryStream();
        await RecordingWriter.WriteAsync(stream, recording, TestContext.Current.CancellationToken);
        Assert.Equal(Written(recording), stream.ToArray());
    }

    [Fact]
    public async Task Fixture_EveryRollout_IsReadAndReplaysToTheSameVerdictAfterARoundTrip()
    {
        List<Recording> recordings = await FixtureAsync();
        Assert.Equal(32, recordings.Count);
        foreach (Recording recording in recordings)
        {
            Recording again = ReadOne(Written(recording));
            for (int windows = 0; windows <= recording.WindowCount; windows += 5)
            {
                Verdict first = Judge.Evaluate(recording.Policy, recording.Until(windows).Metrics);
                Verdict second = Judge.Evaluate(again.Policy, again.Until(windows).Metrics);
                Same(first, second, $"{recording.Id} at {windows}");
            }
            Verdict last = Judge.Evaluate(again.Policy, again.Metrics);
            Assert.True(last.Outcome == VerdictOutcome.Rollback == recording.Id.Contains("_bad", StringComparison.Ordinal), $"{recording.Id}: {last.Reason}");
        }
    }

    [Fact]
    public void Until_KeepsTheFirstWindowsAndTheFaultsOfThem() => Gen.Select(RecordingGen.Recordings, Gen.Double[0, 1]).Sample((recording, share) =>
    {
        int windows = (int)(share * recording.WindowCount);
        Recording early = recording.Until(windows);
        foreach ((MetricWindows whole, MetricWindows part) in recording.Metrics.Zip(early.Metrics))
        {
            Assert.Equal((windows, windows, whole.History.Count), (part.Baseline.Count, part.Canary.Count, part.History.Count));
            Assert.All(Enumerable.Range(0, windows), k => Assert.Equal(whole.Canary.IsPresent(k), part.Canary.IsPresent(k)));
            Assert.Equal(whole.Faults.Where(fault => !(fault.Window >= windows)), part.Faults);
        }
        Same(recording, recording.Until(recording.WindowCount), "whole");
    });

    [Fact]
    public void Until_MoreWindowsThanThereAre_IsRefused() => RecordingGen.Recordings.Sample(recording =>
        Assert.Throws<ArgumentOutOfRangeException>(() => recording.Until(recording.WindowCount + 1)), iter: 10);

    [Fact]
    public void Write_ANumberThatIsNotFinite_IsRefused() => RecordingGen.Recordings.Sample(
        recording =>
        {
            var infinite = new SeriesWindows([double.PositiveInfinity]);
            Recording wrong = recording with { Metrics = [recording.Metrics[0] with { Baseline = infinite, Canary = infinite }] };
            Assert.Throws<ArgumentException>(() => Written(wrong));
        },
        iter: 10);

    [Fact]
    public async Task Write_SidesWithOtherBounds_IsRefused()
    {
        Recording histogram = (await FixtureAsync()).First(recording => recording.Id.StartsWith("histogram", StringComparison.Ordinal));
        MetricWindows metric = histogram.Metrics[0];
        ArgumentException problem = Assert.Throws<ArgumentException>(() => Written(histogram with { Metrics = [metric with { Canary = new HistogramWindows([1, 2], [[1, 2, 3]]) }] }));
        Assert.Contains("The canary has other bucket bounds than the baseline", problem.Message, StringComparison.Ordinal);
    }

    private static async Task<List<Recording>> FixtureAsync()
    {
        var recordings = new List<Recording>();
        await using FileStream file = File.OpenRead(Path.Combine(TestKit.ServerPrograms.RepositoryRoot()!, "tests", "fixtures", "recordings", "rollouts.jsonl.gz"));
        await foreach (RecordingLine line in RecordingReader.ReadAsync(file, TestContext.Current.CancellationToken))
        {
            Assert.Empty(line.Violations);
            recordings.Add(line.Recording!);
        }
        return recordings;
    }

    private static byte[] Written(Recording recording)
    {
        var buffer = new ArrayBufferWriter<byte>();
        RecordingWriter.Write(buffer, recording);
        return buffer.WrittenSpan.ToArray();
    }

    private static Recording ReadOne(byte[] line)
    {
        RecordingLine read = Assert.Single(RecordingReader.ReadAsync(new MemoryStream(line)).ToBlockingEnumerable());
        Assert.Empty(read.Violations);
        return read.Recording!;
    }

    private static string Shown(object? value) => value is IEnumerable items and not string ? string.Join(';', items.Cast<object?>()) : $"{value}";

    /// <summary>Compares every public property, however deep, numbers by their bits.</summary>
    private static void Same(object? expected, object? actual, string path)
    {
        if (expected is double number) Assert.True(actual is double other && BitConverter.DoubleToInt64Bits(number) == BitConverter.DoubleToInt64Bits(other), $"{path}: {number:R} became {actual}");
        else if (expected is null or string or ValueType) Assert.True(Equals(expected, actual), $"{path}: {expected} became {actual}");
        else if (expected is IEnumerable items)
        {
            object?[] left = [.. items.Cast<object?>()], right = [.. ((IEnumerable)actual!).Cast<object?>()];
            Assert.True(left.Length == right.Length, $"{path}: {left.Length} items became {right.Length}");
            for (int i = 0; i < left.Length; i++) Same(left[i], right[i], $"{path}[{i}]");
        }
        else
        {
            Assert.Equal(expected.GetType(), actual!.GetType());
            if (expected is HistogramWindows histogram) Same(histogram.ToRows(), ((HistogramWindows)actual).ToRows(), $"{path}.rows");
            foreach (PropertyInfo property in expected.GetType().GetProperties()) Same(property.GetValue(expected), property.GetValue(actual), $"{path}.{property.Name}");
        }
    }
}
