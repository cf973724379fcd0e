using System.Collections.Concurrent;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace CanaryJudge.Analyzer.Tests.Hosting;

/// <summary>Every log line of a service, as it would stand on standard output.</summary>
/// <param name="output">What a process has written; null where lines come from the service in this one.</param>
internal sealed class LogLines(Func<string>? output = null) : ILogEventSink
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly RenderedCompactJsonFormatter _formatter = new();

    public IReadOnlyCollection<string> Lines => output is null ? _lines : output().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Waits, a minute at most, until so many lines contain a text: what is logged after its effect can be seen is not there at once.</summary>
    public async Task UntilAsync(string part, int count = 1)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        while (Count(part) < count) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
    }

    public int Count(string part) => Lines.Count(line => line.Contains(part, StringComparison.Ordinal));

    public void Emit(LogEvent logEvent)
    {
        using StringWriter line = new();
        _formatter.Format(logEvent, line);
        _lines.Enqueue(line.ToString());
    }
}
