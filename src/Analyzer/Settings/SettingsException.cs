namespace CanaryJudge.Analyzer.Settings;

/// <summary>The service cannot start as it is configured; every fault is named.</summary>
internal sealed class SettingsException(IEnumerable<string> faults) : Exception(string.Join(Environment.NewLine, faults));
