using YamlDotNet.RepresentationModel;

namespace CanaryJudge.Helm.Tests.Rendering;

/// <summary>
/// A pod of the chart without a cluster: its environment and its files, under a folder in the place of the root. Paths in the environment that a volume is mounted at point into
/// that folder; everything else is as it was rendered.
/// </summary>
internal sealed class RenderedPod : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("canaryjudge-pod-").FullName;
    private readonly List<string> _mounts = [];
    private readonly bool _isMounted;

    /// <summary>Lays the pod out.</summary>
    /// <param name="objects">What the chart renders.</param>
    /// <param name="content">The text of a key of a Secret or ConfigMap that is not the chart's own: (kind, name, key).</param>
    /// <param name="pod">The pod's spec; null for that of the Deployment.</param>
    /// <param name="isMounted">True: the folder is going to be mounted at its places, so that paths stay as they are.</param>
    public RenderedPod(IReadOnlyList<Manifest> objects, Func<string, string, string, string> content, YamlNode? pod = null, bool isMounted = false)
    {
        _isMounted = isMounted;
        YamlNode spec = pod ?? objects.Single(o => o.Kind == "Deployment").Find("spec", "template", "spec")!;
        YamlNode container = Yaml.Items(Yaml.Find(spec, "containers")).Single(c => Yaml.Text(c, "name") == "canaryjudge");
        Dictionary<string, YamlNode> volumes = Yaml.Items(Yaml.Find(spec, "volumes")).ToDictionary(volume => Yaml.Text(volume, "name")!, StringComparer.Ordinal);
        foreach (YamlNode mount in Yaml.Items(Yaml.Find(container, "volumeMounts")))
        {
            string path = Yaml.Text(mount, "mountPath")!;
            _mounts.Add(path);
            Directory.CreateDirectory(Under(path));
            Fill(volumes[Yaml.Text(mount, "name")!], Under(path), objects, content);
        }

        Arguments = [.. Yaml.Items(Yaml.Find(container, "args")).Select(argument => argument.ToString().Split('=', 2)).Select(pair => $"{pair[0]}={Moved(pair[1])}")];
        foreach (YamlNode variable in Yaml.Items(Yaml.Find(container, "env")))
        {
            string? value = Yaml.Text(variable, "value");
            YamlNode? secret = Yaml.Find(variable, "valueFrom", "secretKeyRef");
            Environment.Add(Yaml.Text(variable, "name")!, value is not null ? Moved(value) : content("secret", Yaml.Text(secret!, "name")!, Yaml.Text(secret!, "key")!));
        }
    }

    /// <summary>Where volumes are mounted.</summary>
    public IReadOnlyList<string> Mounts => _mounts;

    /// <summary>The container's environment.</summary>
    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    /// <summary>The container's arguments.</summary>
    public List<string> Arguments { get; }

    /// <summary>The environment and the arguments as settings of the service.</summary>
    public IEnumerable<string> Settings => Environment.Where(v => v.Key.StartsWith("CANARYJUDGE_", StringComparison.Ordinal)).Select(v => $"--{v.Key["CANARYJUDGE_".Length..].Replace("__", ":", StringComparison.Ordinal)}={v.Value}").Concat(Arguments);

    /// <summary>Puts files there that are neither the chart's nor mounted, as an injector does before the service starts.</summary>
    public void Inject(Func<string, string> content)
    {
        foreach (string key in Environment.Keys.Where(key => key.EndsWith("File", StringComparison.Ordinal) && key != "CANARYJUDGE_Store__File").ToList()) Environment[key] = Injected(Environment[key], content);
        for (int i = 0; i < Arguments.Count; i++)
        {
            string[] pair = Arguments[i].Split('=', 2);
            if (pair[0].EndsWith("File", StringComparison.Ordinal)) Arguments[i] = $"{pair[0]}={Injected(pair[1], content)}";
        }
    }

    private string Injected(string path, Func<string, string> content)
    {
        if (File.Exists(path)) return path;
        string file = path.StartsWith(_root, StringComparison.Ordinal) ? path : Under(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content(path));
        return file;
    }

    /// <summary>Where a path of the container is.</summary>
    public string Under(string path) => Path.Combine(_root, path.TrimStart('/'));

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static void Fill(YamlNode volume, string folder, IReadOnlyList<Manifest> objects, Func<string, string, string, string> content)
    {
        foreach (YamlNode source in Yaml.Items(Yaml.Find(volume, "projected", "sources")))
        {
            (string kind, YamlNode of) = Yaml.Pairs(source).Single();
            string name = Yaml.Text(of, "name")!;
            Manifest? own = objects.FirstOrDefault(o => kind == "configMap" && o.Kind == "ConfigMap" && o.Name == name);
            if (own is not null)
            {
                foreach ((string key, YamlNode text) in Yaml.Pairs(own.Find("data"))) File.WriteAllText(Path.Combine(folder, key), text.ToString());
            }

            foreach (YamlNode item in Yaml.Items(Yaml.Find(of, "items")))
            {
                string file = Path.Combine(folder, Yaml.Text(item, "path")!);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                File.WriteAllText(file, content(kind, name, Yaml.Text(item, "key")!));
            }
        }
    }

    private string Moved(string value)
    {
        if (_isMounted) return value;
        // A connection string has a path inside it.
        const string Inside = "Root Certificate=";
        int at = value.IndexOf(Inside, StringComparison.Ordinal);
        if (at >= 0) return value[..(at + Inside.Length)] + Moved(value[(at + Inside.Length)..]);
        return _mounts.Any(mount => value == mount || value.StartsWith(mount + "/", StringComparison.Ordinal)) ? Under(value) : value;
    }
}
