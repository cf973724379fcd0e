namespace CanaryJudge.Analyzer.SignIn;

/// <summary>What callers may do. Each role includes those before it.</summary>
internal static class CallerRole
{
    /// <summary>Look analyses up and watch them.</summary>
    public const string Read = "read";

    /// <summary>Ask for verdicts, check policies, start analyses.</summary>
    public const string Judge = "judge";

    /// <summary>Decide in the judge's place: cancel and override.</summary>
    public const string Act = "act";

    /// <summary>Every role, the least first.</summary>
    public static IReadOnlyList<string> All { get; } = [Read, Judge, Act];
}
