namespace CanaryJudge.Judging.Policies.Documents;

/// <summary>A node of a document, with its place.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
internal abstract record DocumentNode(int Line, int Column)
{
    /// <summary>The node for a message: its value, or what it is.</summary>
    public abstract string Shown { get; }
}

/// <summary>What a scalar is, by YAML's core schema.</summary>
internal enum ScalarType
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number that is not written as a whole one, infinities and NaN included.</summary>
    Number,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>Nothing.</summary>
    Null,
}

/// <summary>One value.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Text">The text, escapes and quotes resolved.</param>
/// <param name="IsPlain">True when it stands without quotes, so that it may be more than text.</param>
internal sealed record ScalarNode(int Line, int Column, string Text, bool IsPlain) : DocumentNode(Line, Column)
{
    /// <inheritdoc/>
    public override string Shown => Type == ScalarType.Null ? "nothing" : Findings.Quoted(Text);

    /// <summary>What the value is.</summary>
    public ScalarType Type => IsPlain ? CoreSchema.TypeOf(Text) : ScalarType.Text;
}

/// <summary>A list.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Items">Its items.</param>
internal sealed record ListNode(int Line, int Column, IReadOnlyList<DocumentNode> Items) : DocumentNode(Line, Column)
{
    /// <inheritdoc/>
    public override string Shown => $"a list of {Items.Count}";
}

/// <summary>A map, duplicate keys included.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Entries">Keys and values as written.</param>
internal sealed record MapNode(int Line, int Column, IReadOnlyList<(ScalarNode Key, DocumentNode Value)> Entries) : DocumentNode(Line, Column)
{
    /// <inheritdoc/>
    public override string Shown => Entries.Count == 0 ? "an empty map" : $"a map with the key {Entries[0].Key.Shown}";
}
