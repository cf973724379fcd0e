using System.Text;
using CanaryJudge.Judging.Planning;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace CanaryJudge.Judging.Policies.Documents;

/// <summary>From YAML (and so JSON) to nodes with places: one document, no anchors, no tags, a bounded size and depth.</summary>
internal sealed class DocumentReader
{
    private const int DeepestLevel = 20;

    private readonly Parser _parser;
    private readonly Findings _findings;

    private DocumentReader(string text, Findings findings)
    {
        _parser = new(new StringReader(text));
        _findings = findings;
    }

    /// <summary>Reads a document.</summary>
    /// <param name="text">YAML or JSON.</param>
    /// <param name="findings">Takes what is wrong with the text itself.</param>
    /// <returns>The root; null when the text is no document.</returns>
    public static DocumentNode? Read(string text, Findings findings)
    {
        int bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes > PolicyLimits.DocumentBytes)
        {
            findings.Add(new("", $"The document has {bytes} bytes, above the bound of {PolicyLimits.DocumentBytes}.", "Split the policy, or shorten its queries."));
            return null;
        }
        try
        {
            return new DocumentReader(text, findings).ReadStream();
        }
        catch (YamlException wrong)
        {
            findings.Add(new("", $"The text is not YAML: {Sentence(wrong)}.", "Correct the syntax here; indentation, quotes, colons and brackets are the usual causes.", Place(wrong.Start.Line), Place(wrong.Start.Column)));
        }
        catch (Exception wrong) when (wrong is ArgumentException or InvalidOperationException or FormatException or OverflowException or IndexOutOfRangeException or KeyNotFoundException)
        {
            // The YAML library meets some malformed texts with other exceptions than its own.
            findings.Add(new("", "The text is not YAML.", "Correct its syntax; odd escapes, directives and control characters are the usual causes."));
        }
        return null;
    }

    private DocumentNode? ReadStream()
    {
        Next();
        if (Next() is StreamEnd)
        {
            _findings.Add(new("", "The document is empty.", "Begin with apiVersion: canaryjudge.io/v1 and kind: CanaryPolicy.", 1, 1));
            return null;
        }
        if (ReadNode(Next(), "", 0) is not { } root) return null;
        Next();
        ParsingEvent last = Next();
        if (last is not StreamEnd) Fault("", last, "The text holds more than one document.", "Keep one policy a file; remove the line --- and what follows.");
        return root;
    }

    private ParsingEvent Next() => _parser.MoveNext() ? _parser.Current! : throw new YamlException("it ends too early");

    // Null ends the reading: what follows cannot be made sense of.
    private DocumentNode? ReadNode(ParsingEvent at, string path, int level)
    {
        if (level > DeepestLevel)
        {
            Fault(path, at, $"The document is nested more than {DeepestLevel} levels deep.", "A policy needs five.");
            return null;
        }
        if (at is NodeEvent node) CheckPlainness(path, node);
        return at switch
        {
            AnchorAlias alias => Alias(alias, path),
            Scalar scalar => Value(scalar),
            SequenceStart list => ReadList(list, path, level),
            MappingStart map => ReadMap(map, path, level),
            _ => throw new YamlException(at.Start, at.End, "a value is missing"),
        };
    }

    private ListNode? ReadList(SequenceStart start, string path, int level)
    {
        var items = new List<DocumentNode>();
        for (ParsingEvent at = Next(); at is not SequenceEnd; at = Next())
        {
            if (ReadNode(at, $"{path}[{items.Count}]", level + 1) is not { } item) return null;
            items.Add(item);
        }
        return new(Place(start.Start.Line), Place(start.Start.Column), items);
    }

    private MapNode? ReadMap(MappingStart start, string path, int level)
    {
        var entries = new List<(ScalarNode, DocumentNode)>();
        for (ParsingEvent at = Next(); at is not MappingEnd; at = Next())
        {
            if (at is not Scalar name)
            {
                if (at is AnchorAlias alias) Alias(alias, path);
                else Fault(path, at, "A key is a list or a map.", "A key is one word.");
                return null;
            }
            CheckPlainness(path, name);
            if (ReadNode(Next(), ObjectReader.Join(path, name.Value), level + 1) is not { } value) return null;
            entries.Add((Value(name), value));
        }
        return new(Place(start.Start.Line), Place(start.Start.Column), entries);
    }

    private ScalarNode Alias(AnchorAlias alias, string path)
    {
        Fault(path, alias, $"The alias {Findings.Quoted("*" + alias.Value)} is not supported.", "Write the value out.");
        return new(Place(alias.Start.Line), Place(alias.Start.Column), "", IsPlain: true);
    }

    private void CheckPlainness(string path, NodeEvent node)
    {
        if (!node.Anchor.IsEmpty) Fault(path, node, $"The anchor {Findings.Quoted("&" + node.Anchor.Value)} is not supported.", "Remove it, and write the value out where it is needed.");
        if (node is Scalar scalar && !PromQlText.IsUnicode(scalar.Value)) Fault(path, node, $"The text {Findings.Quoted(scalar.Value)} holds half a surrogate pair, which is no Unicode text.", "Write Unicode text.");
        if (!node.Tag.IsEmpty) Fault(path, node, $"The tag {Findings.Quoted(node.Tag.ToString())} is not supported.", "Remove it; quotes make a text.");
    }

    private static ScalarNode Value(Scalar scalar) => new(Place(scalar.Start.Line), Place(scalar.Start.Column), scalar.Value, scalar.Style == ScalarStyle.Plain);

    private void Fault(string path, ParsingEvent at, string message, string remedy) =>
        _findings.Add(new(path, message, remedy, Place(at.Start.Line), Place(at.Start.Column)));

    private static int Place(long place) => (int)Math.Clamp(place, 1, int.MaxValue);

    private static string Sentence(YamlException wrong)
    {
        string text = Findings.Quoted(wrong.Message, 200)[1..^1].TrimEnd('.');
        return text.Length == 0 ? "syntax error" : char.ToLowerInvariant(text[0]) + text[1..];
    }
}
