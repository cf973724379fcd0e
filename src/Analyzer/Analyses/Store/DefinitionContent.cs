using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Analyzer.Analyses.Store;

/// <summary>An analysis' definition as it is kept: the policy as a document with every default, so that a later default changes no old analysis.</summary>
internal sealed record DefinitionContent(string Policy, IReadOnlyList<LabelMatcher> Baseline, IReadOnlyList<LabelMatcher> Canary, string Source)
{
    /// <summary>Compresses a definition.</summary>
    public static byte[] Write(AnalysisDefinition definition) => Content.Write(
        new DefinitionContent(PolicyWriter.Write(definition.Policy), definition.Baseline.Matchers, definition.Canary.Matchers, definition.Source),
        StoredShapes.Default.DefinitionContent);

    /// <summary>Reads it back.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged, or the policy is none.</exception>
    public static AnalysisDefinition Read(byte[] content)
    {
        DefinitionContent kept = Content.Read(content, StoredShapes.Default.DefinitionContent);
        PolicyResult policy = PolicyParser.Parse(kept.Policy);
        if (policy.Policy is null) throw new InvalidDataException($"The store holds a policy that cannot be read: {string.Join(" ", policy.Violations.Select(v => v.Message))}");
        return new AnalysisDefinition(policy.Policy, new Scope(kept.Baseline), new Scope(kept.Canary), kept.Source);
    }
}
