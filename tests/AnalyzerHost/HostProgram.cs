using CanaryJudge.Analyzer.Analyses.Store;
using CanaryJudge.Analyzer.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace CanaryJudge.AnalyzerHost;

/// <summary>The service as it is, with a store that ends the process, as kill -9 does, at a numbered write. The number comes in the variable HOST_DIES_AT; without it nothing is changed.</summary>
internal static class HostProgram
{
    private static Task<int> Main(string[] args)
    {
        int diesAt = int.Parse(Environment.GetEnvironmentVariable("HOST_DIES_AT") ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        return ServiceStart.RunAsync(() => Analyzer.Program.Build(args, builder =>
        {
            if (diesAt > 0) builder.Services.AddSingleton<IConnectionObserver>(new WriteNumbers(diesAt));
        }));
    }
}
