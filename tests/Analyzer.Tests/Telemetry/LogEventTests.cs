using System.Reflection;
using System.Text;
using Microsoft.Extensions.Logging;

namespace CanaryJudge.Analyzer.Tests.Telemetry;

/// <summary>The service's log events: each has a number of its own, and docs/log-events.md lists them all.</summary>
public sealed class LogEventTests
{
    private const string Head = """
        # Log events

        Every message that the service writes, by its number (`EventId.Id` in JSON). A number never changes its meaning. Made from the code: `eng/renew-docs.sh` writes this page again.

        Filter by level with `Log:Level`, by number or by `SourceContext` in your log store. *Error* wants a person; *Warning* was mended by the service itself, or says that something is unsafe; *Information*
        is what a reader of the log of one day wants to know: starts, ends, verdicts asked for. Each line has the trace id (`@tr`) of the call or the tick it belongs to.

        | number | level | of | message |
        |---|---|---|---|

        """;

    private static readonly (LoggerMessageAttribute Event, string Source)[] Events =
    [
        .. from type in typeof(Program).Assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly)
           let made = method.GetCustomAttribute<LoggerMessageAttribute>()
           where made is not null
           orderby made.EventId
           select (made, (type.DeclaringType ?? type).Name.Split('`')[0]),
    ];

    [Fact]
    public void EveryEvent_HasANumberOfItsOwn()
    {
        Assert.NotEmpty(Events);
        Assert.All(Events.GroupBy(e => e.Event.EventId), same => Assert.True(same.Count() == 1, $"The number {same.Key} stands for several events: {string.Join("; ", same.Select(e => e.Event.Message))}"));
        Assert.All(Events, e => Assert.InRange(e.Event.EventId, 100, 999));
    }

    [Fact]
    public async Task Page_ListsEveryEvent()
    {
        string file = Checkout.Path("docs/log-events.md");
        StringBuilder page = new(Head.ReplaceLineEndings("\n"));
        foreach ((LoggerMessageAttribute made, string source) in Events) page.Append($"| {made.EventId} | {made.Level} | {source} | {made.Message.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        if (Environment.GetEnvironmentVariable("RENEW_DOCS") == "1") await File.WriteAllTextAsync(file, page.ToString(), TestContext.Current.CancellationToken);

        Assert.True(File.Exists(file) && await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken) == page.ToString(), "docs/log-events.md is old: run eng/renew-docs.sh");
    }
}
