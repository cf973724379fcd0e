using System.Text;
using CanaryJudge.Analyzer.Telemetry;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Compact;
using Serilog.Parsing;

namespace CanaryJudge.Analyzer.Tests.Telemetry;

/// <summary>The log as lines: whole ones, in the order in which they were said, out before the next thing happens.</summary>
public sealed class LogLinesTests
{
    [Fact]
    public void Emit_WritesTheWholeLineBeforeItReturns()
    {
        using CountingStream output = new();
        using LogLines log = new(new RenderedCompactJsonFormatter(), output);
        StringWriter expected = new();
        int lines = 0;

        // Longer than any buffer, with letters of several bytes and of two halves; and a short one after it.
        foreach (string text in new[] { "first", new string('ß', 100_000), string.Concat(Enumerable.Repeat("😀", 30_001)), "last" })
        {
            LogEvent said = Said(text);
            new RenderedCompactJsonFormatter().Format(said, expected);
            log.Emit(said);

            Assert.Equal(expected.ToString(), Encoding.UTF8.GetString(output.ToArray()));
            Assert.Equal(++lines, output.Writes);
        }
    }

    [Fact]
    public void Emit_AfterALineThatCouldNotBeFinished_WritesNothingOfIt()
    {
        using MemoryStream output = new();
        using LogLines log = new(new Failing(), output);

        Assert.Throws<InvalidOperationException>(() => log.Emit(Said("wrong")));
        log.Emit(Said("right"));

        Assert.Equal("right", Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public void Emit_WhenTheContainerIsGone_StillWrites()
    {
        using MemoryStream output = new();
        LogLines log = new(new RenderedCompactJsonFormatter(), output);
        log.Dispose();

        log.Emit(Said("the last word"));

        Assert.Contains("the last word", Encoding.UTF8.GetString(output.ToArray()), StringComparison.Ordinal);
    }

    private static LogEvent Said(string text) => new(DateTimeOffset.UnixEpoch, LogEventLevel.Information, exception: null, new MessageTemplate([new TextToken(text)]), []);

    private sealed class CountingStream : MemoryStream
    {
        public int Writes { get; private set; }

        // What is written from a span comes by here, too.
        public override void Write(byte[] buffer, int offset, int count)
        {
            Writes++;
            base.Write(buffer, offset, count);
        }
    }

    private sealed class Failing : ITextFormatter
    {
        public void Format(LogEvent logEvent, TextWriter output)
        {
            output.Write(logEvent.RenderMessage(System.Globalization.CultureInfo.InvariantCulture));
            if (logEvent.MessageTemplate.Text == "wrong") throw new InvalidOperationException("wrong");
        }
    }
}
