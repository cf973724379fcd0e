using System.Data.Common;
using CanaryJudge.Analyzer.Analyses.Store;
using CanaryJudge.Analyzer.Rollouts;

namespace CanaryJudge.AnalyzerHost;

/// <summary>Numbers what is written, before and after each statement and each commit, and what is asked of rollouts, before and after each call; at one number something happens.</summary>
/// <param name="at">The number; 0 for never.</param>
/// <param name="happens">What happens there, told which point it is.</param>
/// <param name="isCounted">Which points have a number; all when null.</param>
internal sealed class WriteNumbers(int at, Action<string> happens, Func<string, bool>? isCounted = null) : IConnectionObserver, IRolloutObserver
{
    private int number;

    /// <summary>Points passed so far.</summary>
    public int Count => Volatile.Read(ref number);

    /// <inheritdoc/>
    public DbDataSource Observe(DbDataSource source) => new CountedSource(source, this);

    /// <inheritdoc/>
    public IRollout Observe(string target, IRollout rollout) => new CountedRollout(rollout, this);

    /// <summary>Passes a numbered point.</summary>
    public void Pass(string what)
    {
        if (isCounted is not null && !isCounted(what)) return;
        int passed = Interlocked.Increment(ref number);
        if (passed == at) happens($"{at}: {what}");
    }
}
