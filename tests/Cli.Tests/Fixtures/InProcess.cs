using System.Text;
using CanaryJudge.Cli.Frame;
using CanaryJudge.Sources;
using CanaryJudge.Sources.Prometheus;
using Microsoft.Extensions.Time.Testing;

namespace CanaryJudge.Cli.Tests.Fixtures;

/// <summary>Runs a command line in this process, with strings for its streams and a clock that stands still.</summary>
internal static class InProcess
{
    /// <summary>2026-01-31T10:30:20Z: twenty seconds into a window of a minute.</summary>
    public static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(Runs.Start + 1_820_000);

    /// <summary>Runs it.</summary>
    public static Task<Result> RunAsync(params string[] args) => RunWithAsync(new Setup(), args);

    /// <summary>Runs it with more than the usual.</summary>
    public static async Task<Result> RunWithAsync(Setup setup, params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal
        {
            In = new StringReader(setup.Input),
            OpenInput = () => new MemoryStream(setup.InputBytes ?? Encoding.UTF8.GetBytes(setup.Input)),
            Out = output,
            Error = error,
            OutIsTerminal = setup.IsTerminal,
            ErrorIsTerminal = setup.IsTerminal,
            ColorWanted = setup.ColorWanted,
        };
        PrometheusOptions? opened = null;
        var session = new Session(terminal, new FakeTimeProvider(Now), options =>
        {
            opened = options;
            return setup.Source ?? throw new InvalidOperationException("This command line was not meant to open a source.");
        });
        int code = await CommandLine.RunAsync(args, session, setup.Interrupted);
        return new Result(code, output.ToString(), error.ToString(), opened);
    }

    /// <summary>What a command line runs with.</summary>
    internal sealed record Setup
    {
        public IMetricSource? Source { get; init; }

        public string Input { get; init; } = "";

        /// <summary>Standard input where it is not text.</summary>
        public byte[]? InputBytes { get; init; }

        public bool IsTerminal { get; init; }

        public bool ColorWanted { get; init; } = true;

        public CancellationToken Interrupted { get; init; }
    }

    /// <summary>What came of it.</summary>
    internal sealed record Result(int Code, string Out, string Error, PrometheusOptions? Opened);
}
