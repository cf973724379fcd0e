using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Cli.Rendering;

/// <summary>A violation as compilers write it, so that editors and build servers find the place.</summary>
internal static class ViolationText
{
    /// <summary>One line: file:line:col: message. remedy; the path instead of line and column when it is not about a place in the document.</summary>
    public static string Line(string document, Violation violation)
    {
        string place = violation switch
        {
            { Line: > 0 } => $"{document}:{violation.Line}:{violation.Column}",
            { Path: "" } => document,
            _ => $"{document}: {violation.Path}",
        };
        return Printable.OneLine($"{place}: {Sentence(violation.Message)} {violation.Remedy}".TrimEnd());
    }

    private static string Sentence(string text) => text.EndsWith('.') || text.EndsWith('?') ? text : text + ".";
}
