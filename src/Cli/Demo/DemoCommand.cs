using System.CommandLine;
using CanaryJudge.Cli.Frame;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Samples.Workload;

namespace CanaryJudge.Cli.Demo;

/// <summary>canaryjudge demo: the whole thing at work on this machine, with nothing else installed.</summary>
internal static class DemoCommand
{
    private static readonly TimeSpan ShortestWindow = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWindow = TimeSpan.FromSeconds(30);

    /// <summary>The command.</summary>
    public static Command Create(Session session)
    {
        var fault = new Option<string?>("--fault") { Description = "Play one rollout, with this wrong with its canary.", HelpName = "none|errors|latency|leak" };
        fault.AcceptOnlyFromAmong("none", "errors", "latency", "leak");
        var seed = new Option<ulong>("--seed") { Description = "Seed of which requests fail and how long they take.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var interval = new Option<TimeSpan?>("--interval") { Description = "Length of a window, 1s to 30s; 1s when not given.", HelpName = "1s" };
        interval.CustomParser = result =>
        {
            if (DurationText.TryParse(result.Tokens[0].Value, out TimeSpan length) && length >= ShortestWindow && length <= LongestWindow) return length;
            result.AddError($"--interval: '{result.Tokens[0].Value}' is not a length of 1s to 30s.");
            return null;
        };
        var format = new FormatOptions(OutputFormat.Text, OutputFormat.Json);
        var command = new ExampleCommand("demo", "Roll out a small real service on this machine and judge it live; no Prometheus, no network.")
        {
            Examples =
            [
                "# A healthy canary is promoted, then a failing one is rolled back",
                "canaryjudge demo",
                "# One rollout; the exit code is its verdict's",
                "canaryjudge demo --fault latency",
                "canaryjudge demo --fault errors --output json",
            ],
            Notes =
            [
                "It is judged after each window, and ends with its first final verdict.",
                "",
                "Exit codes: 0 when both rollouts came out as they should, else 1;",
                "            with --fault 0 promote, 3 pause, 4 rollback;",
                "            2 wrong usage, 130 interrupted.",
            ],
        };
        foreach (Option option in (Option[])[fault, seed, interval]) command.Options.Add(option);
        format.AddTo(command);
        command.SetAction(async (parsed, interrupted) =>
        {
            IReadOnlyList<DemoAct> acts = parsed.GetValue(fault) is { } word && FaultNames.TryParse(word, out Fault wanted) ? [DemoAct.Of(wanted)] : DemoAct.Both;
            var rollout = new DemoRollout(DemoPolicy.Read(parsed.GetValue(interval)), parsed.GetValue(seed), session.Clock);
            IDemoView view = ViewOf(format.Read(parsed), format.ReadNoColor(parsed), session.Terminal);
            return await DemoRun.RunAsync(acts, rollout, view, interrupted);
        });
        return command;
    }

    private static IDemoView ViewOf(OutputFormat format, bool noColor, Terminal terminal) => format switch
    {
        OutputFormat.Json => new JsonDemoView(terminal),
        _ when terminal.OutIsTerminal => new LiveDemoView(terminal, noColor),
        _ => new LineDemoView(terminal),
    };
}
