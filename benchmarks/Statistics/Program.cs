using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

// dotnet run -c Release --project benchmarks/Statistics -- --filter '*'      (see benchmarks/README.md)
// dotnet run -c Release --project benchmarks/Statistics -- cpu [name]          processor time only, for a busy machine
// In process: the house's build guards are not meant for generated projects. Short: three warm-ups and three rounds are enough to see a factor.
if (args is ["cpu", ..])
{
    CanaryJudge.Benchmarks.Statistics.CpuTimes.Print(args.ElementAtOrDefault(1) ?? "");
    return;
}

IConfig config = DefaultConfig.Instance
    .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddExporter(MarkdownExporter.GitHub);
BenchmarkSwitcher.FromAssembly(typeof(CanaryJudge.Benchmarks.Statistics.Samples).Assembly).Run(args, config);
