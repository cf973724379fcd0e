using System.Data.Common;
using System.Diagnostics;
using CanaryJudge.Analyzer.Analyses.Store;

namespace CanaryJudge.AnalyzerHost;

/// <summary>Numbers what is written, before and after each statement and each commit, and ends the process at one number.</summary>
internal sealed class WriteNumbers(int diesAt) : IConnectionObserver
{
    private int number;

    /// <inheritdoc/>
    public DbDataSource Observe(DbDataSource source) => new CountedSource(source, this);

    /// <summary>Passes a numbered point.</summary>
    public void Pass(string what)
    {
        if (Interlocked.Increment(ref number) != diesAt) return;
        Console.Error.WriteLine($"DIED AT {diesAt}: {what}");
        Console.Error.Flush();
        Process.GetCurrentProcess().Kill();
        Thread.Sleep(Timeout.Infinite);
    }
}
