using YamlDotNet.RepresentationModel;

namespace CanaryJudge.Helm.Tests.Rendering;

/// <summary>One rendered object of Kubernetes.</summary>
internal sealed class Manifest
{
    private readonly YamlMappingNode _root;

    private Manifest(YamlMappingNode root) => _root = root;

    public string Kind => Text("kind");

    public string ApiVersion => Text("apiVersion");

    public string Name => Text("metadata", "name");

    /// <summary>Every object of a stream of documents.</summary>
    public static IReadOnlyList<Manifest> Read(string yaml)
    {
        YamlStream stream = [];
        stream.Load(new StringReader(yaml));
        return [.. stream.Documents.Select(document => document.RootNode).OfType<YamlMappingNode>().Select(node => new Manifest(node))];
    }

    /// <summary>The node at a path of keys; null when there is none.</summary>
    public YamlNode? Find(params string[] path) => Yaml.Find(_root, path);

    /// <summary>The text at a path of keys.</summary>
    public string Text(params string[] path) => Find(path)?.ToString() ?? throw new InvalidOperationException($"There is no {string.Join('.', path)}.");

    /// <summary>Every node of the object with its path, depth first.</summary>
    public IEnumerable<(string Path, YamlNode Node)> Nodes() => Yaml.Nodes(_root, "");
}
