using System.Globalization;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CanaryJudge.Cli.Policies;

/// <summary>Writes a policy document as JSON: the same keys and values, so that there is one form of a policy and two spellings.</summary>
internal static class YamlJson
{
    /// <summary>Writes one document.</summary>
    /// <param name="json">Where its value goes.</param>
    /// <param name="yaml">A document as the policy writer makes it: maps with text keys, lists, scalars.</param>
    public static void Write(Utf8JsonWriter json, string yaml)
    {
        var stream = new YamlStream();
        using var reader = new StringReader(yaml);
        stream.Load(reader);
        Write(json, stream.Documents[0].RootNode);
    }

    private static void Write(Utf8JsonWriter json, YamlNode node)
    {
        switch (node)
        {
            case YamlMappingNode map:
                json.WriteStartObject();
                foreach ((YamlNode key, YamlNode value) in map.Children)
                {
                    json.WritePropertyName(((YamlScalarNode)key).Value!);
                    Write(json, value);
                }

                json.WriteEndObject();
                break;
            case YamlSequenceNode list:
                json.WriteStartArray();
                foreach (YamlNode item in list.Children) Write(json, item);
                json.WriteEndArray();
                break;
            case YamlScalarNode scalar:
                Write(json, scalar);
                break;
            default:
                throw new ArgumentException($"A policy holds maps, lists and scalars, not {node.NodeType}.", nameof(node));
        }
    }

    private static void Write(Utf8JsonWriter json, YamlScalarNode scalar)
    {
        string text = scalar.Value ?? "";
        bool isPlain = scalar.Style == ScalarStyle.Plain;
        if (isPlain && text is "true" or "false") json.WriteBooleanValue(text == "true");
        else if (isPlain && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)) json.WriteNumberValue(number);
        else json.WriteStringValue(text);
    }
}
