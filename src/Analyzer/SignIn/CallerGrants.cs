namespace CanaryJudge.Analyzer.SignIn;

/// <summary>Which words give which role: the values of a token's claim, or the names of certificates.</summary>
internal sealed class CallerGrants(string read, string judge, string act)
{
    /// <summary>Stands for every caller.</summary>
    public const string Everybody = "*";

    private readonly HashSet<string>[] _words = [Split(read), Split(judge), Split(act)];

    /// <summary>The roles of a caller, the least first: those up to the highest one that any of its words gives.</summary>
    public IReadOnlyList<string> RolesOf(IReadOnlyCollection<string> words)
    {
        int highest = Array.FindLastIndex(_words, granted => granted.Contains(Everybody) || words.Any(granted.Contains));
        return [.. CallerRole.All.Take(highest + 1)];
    }

    private static HashSet<string> Split(string list) => [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
