namespace CanaryJudge.Judging.Tests.Policies;

/// <summary>Short policy documents for tests.</summary>
internal static class PolicyText
{
    /// <summary>A policy p with metrics in flow style, separated by commas, and perhaps more of the spec, likewise.</summary>
    public static string Of(string metrics, string spec = "") =>
        $"apiVersion: canaryjudge.io/v1\nkind: CanaryPolicy\nmetadata: {{name: p}}\nspec: {{{(spec.Length > 0 ? spec + ", " : "")}metrics: [{metrics}]}}\n";
}
