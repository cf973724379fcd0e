using System.Globalization;
using System.Runtime.InteropServices;
using CanaryJudge.Benchmarks.Calls;

// dotnet run -c Release --project benchmarks/Calls                            the service beside an empty echo (see benchmarks/README.md)
// dotnet run -c Release --project benchmarks/Calls -- --seconds 1 --rounds 3  shorter
// dotnet run -c Release --project benchmarks/Calls -- 'before=dotnet OLD/CanaryJudge.Analyzer.dll'   another build of the service in turn with it
if (args is ["echo", string port])
{
    await EchoServer.RunAsync(port);
    return 0;
}

int seconds = 3, rounds = 5;
List<(string Name, string Program)> builds = [("service", $"dotnet '{ServicePath()}'")];
for (int k = 0; k < args.Length; k++)
{
    if (args[k] is "--seconds" or "--rounds")
    {
        if (k + 1 == args.Length || !int.TryParse(args[k + 1], NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number is < 1 or > 60) return Refuse($"{args[k]} needs a whole number from 1 to 60 after it.");
        (seconds, rounds) = args[k++] == "--seconds" ? (number, rounds) : (seconds, number);
    }
    else if (args[k].Split('=', 2) is [{ Length: > 0 } name, { Length: > 0 } program] && !name.StartsWith('-'))
    {
        builds.Add((name, program));
    }
    else
    {
        return Refuse($"'{args[k]}' is not known.");
    }
}

// Who ends it early gets the servers and their folder cleared away all the same.
using CancellationTokenSource ended = new();
using PosixSignalRegistration interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End), terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
try
{
    await Comparison.RunAsync(builds, seconds, rounds, Console.Out, Console.Error, ended.Token);
    return 0;
}
catch (OperationCanceledException)
{
    return 130;
}
catch (InvalidOperationException failed)
{
    Console.Error.WriteLine(failed.Message);
    return 1;
}

void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    ended.Cancel();
}

static int Refuse(string why)
{
    Console.Error.WriteLine($"{why} Usage: [--seconds 3] [--rounds 5] [NAME=COMMAND ...], where COMMAND starts another build of the service, without its settings, and stays that process.");
    return 2;
}

// Built beside this program, in the same configuration.
static string ServicePath()
{
    string built = AppContext.BaseDirectory.Replace("benchmarks/Calls/", "src/Analyzer/", StringComparison.Ordinal);
    return Path.Combine(built, "CanaryJudge.Analyzer.dll");
}
