namespace CanaryJudge.Judging.Planning;

/// <summary>What a piece of PromQL text is.</summary>
internal enum PromQlTokenKind
{
    /// <summary>A name, a keyword, a number or a duration.</summary>
    Word,

    /// <summary>A string literal with its quotes.</summary>
    Literal,

    /// <summary>A dollar sign and a name.</summary>
    Placeholder,

    /// <summary>A bracket, a comma, an operator.</summary>
    Sign,

    /// <summary>The end of the text.</summary>
    End,
}

/// <summary>One piece of PromQL text.</summary>
/// <remarks>A class: lists of structures are compiled again for each kind of value, at the start of every process.</remarks>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The piece as written.</param>
/// <param name="Start">Its place in the text, from 0.</param>
internal sealed record PromQlToken(PromQlTokenKind Kind, string Text, int Start)
{
    /// <summary>True for this sign.</summary>
    public bool Is(string sign) => Kind == PromQlTokenKind.Sign && Text == sign;
}
