using System.Collections.Concurrent;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace CanaryJudge.Analyzer.Tests.Hosting;

/// <summary>Every log line of a service, as it would stand on standard output.</summary>
internal sealed class LogLines : ILogEventSink
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly RenderedCompactJsonFormatter _formatter = new();

    public IReadOnlyCollection<string> Lines => _lines;

    public void Emit(LogEvent logEvent)
    {
        using StringWriter line = new();
        _formatter.Format(logEvent, line);
        _lines.Enqueue(line.ToString());
    }
}
