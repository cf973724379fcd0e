using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using CanaryJudge.Analyzer.Analyses.Store;
using CanaryJudge.Analyzer.Rollouts;
using CanaryJudge.Analyzer.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace CanaryJudge.AnalyzerHost;

/// <summary>
/// The service as it is, which at a numbered write or call ends itself, as kill -9 does (the number is in HOST_DIES_AT), or stops itself until it is told to go on, as kill -STOP does (the
/// number is in HOST_STOPS_AT, and counts calls and commits only: a transaction that is cut in two keeps its locks). HOST_COUNTS=calls counts those only for deaths too,
/// HOST_COUNTS=decision counts from the moment at which an action is wanted. Without the first two nothing is changed.
/// </summary>
internal static partial class HostProgram
{
    private const int Stop = 19;

    private static bool isDecided;

    private static Task<int> Main(string[] args)
    {
        Func<string, bool>? counted = Environment.GetEnvironmentVariable("HOST_COUNTS") switch
        {
            "calls" => IsCallOrCommit,
            "decision" => IsAfterDecision,
            _ => null,
        };
        WriteNumbers? numbers = Number("HOST_DIES_AT") is > 0 and int dies ? new WriteNumbers(dies, Die, counted)
            : Number("HOST_STOPS_AT") is > 0 and int stops ? new WriteNumbers(stops, Pause, IsCallOrCommit)
            : null;
        return ServiceStart.RunAsync(() => Analyzer.Program.Build(args, builder =>
        {
            if (numbers is not null) builder.Services.AddSingleton<IConnectionObserver>(numbers).AddSingleton<IRolloutObserver>(numbers);
        }));
    }

    private static int Number(string variable) => int.Parse(Environment.GetEnvironmentVariable(variable) ?? "0", CultureInfo.InvariantCulture);

    private static bool IsCallOrCommit(string what) => what == "after commit" || what.Contains("call", StringComparison.Ordinal) || what.Contains("look", StringComparison.Ordinal);

    private static bool IsAfterDecision(string what) => isDecided |= what.StartsWith("before insert into rollout_action", StringComparison.Ordinal);

    private static void Die(string what)
    {
        Console.Error.WriteLine($"DIED AT {what}");
        Console.Error.Flush();
        Process.GetCurrentProcess().Kill();
        Thread.Sleep(Timeout.Infinite);
    }

    private static void Pause(string what)
    {
        Console.Error.WriteLine($"STOPPED AT {what}");
        Console.Error.Flush();
        _ = Signal(Environment.ProcessId, Stop);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int process, int signal);
}
