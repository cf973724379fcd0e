using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Sources.Recordings;

/// <summary>A line of a file of recordings that is not read yet: lines are split one after the other, and may be read on any thread and in any order.</summary>
public sealed class RecordingText
{
    private readonly ReadOnlyMemory<byte> text;
    private readonly Violation? wrong;

    internal RecordingText(int line, ReadOnlyMemory<byte> text, Violation? wrong = null)
    {
        Line = line;
        this.text = text;
        this.wrong = wrong;
    }

    /// <summary>The line's number, from 1.</summary>
    public int Line { get; }

    /// <summary>Reads the line.</summary>
    /// <returns>The recording, or what is wrong with it.</returns>
    /// <remarks>O(n) in the line's length; may be called on any thread.</remarks>
    public RecordingLine Parse() => wrong is null ? RecordingParser.Parse(text.Span, Line) : new(Line, null, [wrong]);
}
