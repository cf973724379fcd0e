namespace CanaryJudge.Analyzer.Rollouts.Store;

/// <summary>A reason as a person wrote it, put before other sentences.</summary>
internal static class ReasonText
{
    /// <summary>With a full stop at the end where none, nor a question or exclamation mark, stands.</summary>
    public static string AsSentence(string reason) => reason.TrimEnd() is var text && text.Length > 0 && text[^1] is not ('.' or '!' or '?') ? text + "." : text;
}
