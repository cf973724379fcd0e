using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

// dotnet run -c Release --project benchmarks/Judging -- --filter '*'      (see benchmarks/README.md)
// dotnet run -c Release --project benchmarks/Judging -- profile           where the time of a whole verdict goes; profile ratio: of this kind of metric alone
if (args is ["profile", ..])
{
    await CanaryJudge.Benchmarks.Judging.WholeVerdict.RunAsync(Console.Out, args[1..]);
    return;
}

// In process: the house's build guards are not meant for generated projects.
IConfig config = DefaultConfig.Instance
    .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddExporter(MarkdownExporter.GitHub);
BenchmarkSwitcher.FromAssembly(typeof(CanaryJudge.Benchmarks.Judging.PollBenchmarks).Assembly).Run(args, config);
