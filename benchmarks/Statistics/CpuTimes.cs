using System.Diagnostics;
using System.Reflection;
using BenchmarkDotNet.Attributes;

namespace CanaryJudge.Benchmarks.Statistics;

/// <summary>
/// Processor time per call of every benchmark, as a table a class. On a machine that also does other work this is what a call costs, where wall time says how long it had to wait.
/// </summary>
public static class CpuTimes
{
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(300);

    public static void Print(string filter)
    {
        foreach (Type type in typeof(CpuTimes).Assembly.GetTypes().Where(type => type.Name.EndsWith("Benchmarks", StringComparison.Ordinal) && type.Name.Contains(filter, StringComparison.OrdinalIgnoreCase)).OrderBy(type => type.Name))
        {
            MethodInfo[] methods = [.. type.GetMethods().Where(method => method.GetCustomAttribute<BenchmarkAttribute>() is not null)];
            Console.WriteLine($"\n### {type.Name.Replace("Benchmarks", "")}\n\n| N | {string.Join(" | ", methods.Select(method => method.Name))} |\n|--:|{string.Concat(methods.Select(_ => "--:|"))}");
            foreach (int n in Sizes(type))
            {
                object benchmark = Activator.CreateInstance(type)!;
                type.GetProperty("N")!.SetValue(benchmark, n);
                type.GetMethod("Setup")!.Invoke(benchmark, null);
                Console.WriteLine($"| {n:N0} | {string.Join(" | ", methods.Select(method => Words(Measure(method, benchmark))))} |");
            }
        }
    }

    /// <summary>The sizes a class names itself, else the common ones.</summary>
    private static IEnumerable<int> Sizes(Type type) =>
        type.GetProperty("N")!.GetCustomAttribute<ParamsAttribute>() is { } own ? own.Values.Cast<int>() : Samples.Sizes;

    /// <summary>Microseconds of processor time a call, after warming up for as long; NaN when the benchmark refuses the size.</summary>
    private static double Measure(MethodInfo method, object benchmark)
    {
        MethodInvoker invoker = MethodInvoker.Create(method);
        try
        {
            double perCall = 0;
            for (int round = 0; round < 2; round++)
            {
                int calls = 0;
                TimeSpan start = Process.GetCurrentProcess().TotalProcessorTime, spent;
                do
                {
                    int batch = perCall > 0 ? Math.Max(1, (int)(Long.TotalMicroseconds / 20 / perCall)) : 1;
                    for (int i = 0; i < batch; i++) invoker.Invoke(benchmark);
                    calls += batch;
                    spent = Process.GetCurrentProcess().TotalProcessorTime - start;
                    if (spent > TimeSpan.Zero) perCall = spent.TotalMicroseconds / calls;
                }
                while (spent < Long);
            }

            return perCall;
        }
        catch (NotSupportedException)
        {
            return double.NaN;
        }
    }

    private static string Words(double microseconds) => double.IsNaN(microseconds) ? "NA" : microseconds switch
    {
        < 10 => $"{microseconds:F2} us",
        < 1000 => $"{microseconds:F0} us",
        _ => $"{microseconds / 1000:F1} ms",
    };
}
