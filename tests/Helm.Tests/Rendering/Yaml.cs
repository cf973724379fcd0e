using YamlDotNet.RepresentationModel;

namespace CanaryJudge.Helm.Tests.Rendering;

/// <summary>Looking into YAML.</summary>
internal static class Yaml
{
    /// <summary>The node at a path of keys; null when there is none.</summary>
    public static YamlNode? Find(YamlNode node, params string[] path)
    {
        YamlNode? at = node;
        foreach (string key in path) at = at is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? next) ? next : null;
        return at;
    }

    /// <summary>The items of a list; none when it is not there.</summary>
    public static IEnumerable<YamlNode> Items(YamlNode? node) => node is YamlSequenceNode list ? list.Children : [];

    /// <summary>The pairs of a mapping; none when it is not there.</summary>
    public static IEnumerable<(string Key, YamlNode Value)> Pairs(YamlNode? node) => node is YamlMappingNode mapping ? mapping.Children.Select(pair => (pair.Key.ToString(), pair.Value)) : [];

    /// <summary>The text at a path of keys; null when there is none.</summary>
    public static string? Text(YamlNode node, params string[] path) => (Find(node, path) as YamlScalarNode)?.Value;

    /// <summary>A node and every node in it, with their paths.</summary>
    public static IEnumerable<(string Path, YamlNode Node)> Nodes(YamlNode node, string path)
    {
        yield return (path, node);
        foreach ((string key, YamlNode value) in Pairs(node))
        {
            foreach ((string Path, YamlNode Node) inner in Nodes(value, path.Length == 0 ? key : $"{path}.{key}")) yield return inner;
        }

        foreach (YamlNode item in Items(node))
        {
            foreach ((string Path, YamlNode Node) inner in Nodes(item, path + "[]")) yield return inner;
        }
    }
}
