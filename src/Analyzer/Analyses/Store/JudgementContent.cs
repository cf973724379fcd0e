namespace CanaryJudge.Analyzer.Analyses.Store;

/// <summary>The judgements of a verdict as they are kept.</summary>
internal static class JudgementContent
{
    /// <summary>The same judgements give the same bytes.</summary>
    public static byte[] Write(IReadOnlyList<MetricJudgement> judgements) => Content.Write(judgements, StoredShapes.Default.IReadOnlyListMetricJudgement);

    /// <summary>Reads them back.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public static IReadOnlyList<MetricJudgement> Read(byte[] content) => Content.Read(content, StoredShapes.Default.IReadOnlyListMetricJudgement);
}
