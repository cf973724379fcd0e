using System.Runtime.InteropServices;

namespace CanaryJudge.Samples.Workload;

/// <summary>The sample service as a program of its own: it serves until SIGINT or SIGTERM.</summary>
internal static class WorkloadProgram
{
    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is ["--help"])
        {
            Console.WriteLine(WorkloadCommandLine.Usage);
            return 0;
        }
        (WorkloadOptions? options, string problem) = WorkloadCommandLine.Read(arguments);
        if (options is null)
        {
            await Console.Error.WriteLineAsync(problem + Environment.NewLine + WorkloadCommandLine.Usage);
            return 2;
        }

        var ended = new TaskCompletionSource();
        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            ended.TrySetResult();
        }
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        try
        {
            await using WorkloadInstance instance = await WorkloadInstance.StartAsync(options, TimeProvider.System, CancellationToken.None);
            Console.WriteLine($"{options.Version} listens on {instance.Address}");
            await ended.Task;
            return 0;
        }
        catch (IOException cause)
        {
            await Console.Error.WriteLineAsync($"port {options.Port}: {cause.Message}");
            return 1;
        }
    }
}
