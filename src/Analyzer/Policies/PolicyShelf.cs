using System.Diagnostics.Metrics;
using CanaryJudge.Analyzer.Telemetry;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Policies;

/// <summary>The policies that callers can name, as their directory has them now. By content, not by time: a mounted ConfigMap changes behind a link.</summary>
internal sealed partial class PolicyShelf
{
    private readonly string _directory;
    private readonly ILogger _logger;
    private SortedDictionary<string, string> _seen = new(StringComparer.Ordinal);
    private volatile HeldPolicies _held = HeldPolicies.None;
    private string _trouble = "";

    /// <summary>A shelf with nothing on it yet.</summary>
    public PolicyShelf(IOptions<HeldPolicyOptions> options, IMeterFactory meters, ILogger<PolicyShelf> logger)
    {
        (_directory, _logger) = (options.Value.Directory, logger);
        meters.Create(VerdictMeter.Name).CreateObservableGauge("canaryjudge.policies.refused", () => Refused, "{file}", "Files of policies that are wrong: what they held before is still used.");
    }

    /// <summary>What is held now.</summary>
    public HeldPolicies Current => _held;

    /// <summary>Files that are refused now; 1 when the directory cannot be read.</summary>
    public int Refused => Volatile.Read(ref _trouble).Length > 0 ? 1 : _held.Refused;

    /// <summary>Reads the directory for the first time.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public void Fill()
    {
        if (_directory.Length == 0) return;
        _seen = PolicyFolder.Read(_directory);
        _held = HeldPolicies.None.Changed(_seen);
    }

    /// <summary>Looks again, and takes up what has changed. Never throws for what is in the directory. Not for two callers at a time.</summary>
    public void Look()
    {
        if (_directory.Length == 0) return;
        try
        {
            SortedDictionary<string, string> texts = PolicyFolder.Read(_directory);
            Volatile.Write(ref _trouble, "");
            if (texts.Count == _seen.Count && texts.All(text => _seen.TryGetValue(text.Key, out string? seen) && seen == text.Value)) return;
            _seen = texts;
            Take(_held.Changed(texts));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // Said once, not at every look.
            if (Interlocked.Exchange(ref _trouble, unreadable.Message) != unreadable.Message) Log.Unreadable(_logger, _directory, unreadable.Message);
        }
    }

    private void Take(HeldPolicies now)
    {
        foreach (string fault in now.Faults) Log.Refused(_logger, fault);
        if (!now.HoldsTheSameAs(_held) && _logger.IsEnabled(LogLevel.Information)) Log.Changed(_logger, now.Names.Count(), string.Join(", ", now.Names));
        _held = now;
    }

    private static partial class Log
    {
        [LoggerMessage(340, LogLevel.Information, "Policies have changed; now holding {Count}: {Policies}. Analyses that run keep the policy they were started with")]
        public static partial void Changed(ILogger logger, int count, string policies);

        [LoggerMessage(341, LogLevel.Error, "A changed policy is refused, and what its file held before is still used: {Fault}")]
        public static partial void Refused(ILogger logger, string fault);

        [LoggerMessage(342, LogLevel.Warning, "Policies:Directory {Directory} cannot be read, so what was read before is still used: {Cause}")]
        public static partial void Unreadable(ILogger logger, string directory, string cause);
    }
}
