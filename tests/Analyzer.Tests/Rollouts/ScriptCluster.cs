namespace CanaryJudge.Analyzer.Tests.Rollouts;

/// <summary>A cluster with one rollout that a real program looks at and changes, and which counts what had an effect. It outlives any service.</summary>
internal sealed class ScriptCluster : IDisposable
{
    public const string Target = "shop/checkout";
    private readonly string root = Directory.CreateTempSubdirectory("canaryjudge-cluster-").FullName;
    private int made;

    public ScriptCluster() => Renew();

    /// <summary>The revision of the canary that is there now.</summary>
    public string Revision { get; private set; } = "";

    /// <summary>Changes that had an effect, in order: "rollback r1".</summary>
    public IReadOnlyList<string> Journal => [.. Lines("journal").Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..])];

    /// <summary>Every call that came, in order: "rollback r1".</summary>
    public IReadOnlyList<string> Calls => [.. Lines("calls").Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..])];

    /// <summary>The lines of the state, such as traffic=0.</summary>
    public IReadOnlyList<string> State => Lines("state");

    /// <summary>The settings of a service that acts on it.</summary>
    public string[] Settings =>
    [
        $"--Rollouts:Targets:{Target}:Kind=command", $"--Rollouts:Targets:{Target}:Mode=Act", "--Rollouts:Poll=00:00:00.1",
        .. Command("Observe", "observe"), .. Command("Rollback", "rollback"), .. Command("ScaleDown", "scale-down"), .. Command("Promote", "promote"), .. Command("Hold", "hold"),
    ];

    private string Folder => Path.Combine(root, "current");

    /// <summary>Puts another cluster in its place, with a new canary at half of the traffic.</summary>
    public void Renew()
    {
        Revision = $"r{++made}";
        string folder = Path.Combine(root, Revision);
        Directory.CreateDirectory(folder);
        Write(folder, Revision);
        if (Directory.Exists(Folder)) Directory.Delete(Folder);
        Directory.CreateSymbolicLink(Folder, folder);
    }

    /// <summary>Somebody rolls a newer revision out in the middle of it.</summary>
    public void Replace(string revision) => Write(Folder, Revision = revision);

    /// <summary>Lets a change wait at hold-before or hold-after.</summary>
    public void Hold(string where) => File.WriteAllText(Path.Combine(Folder, where), "");

    /// <summary>Lets it go on.</summary>
    public void Release(string where) => File.Delete(Path.Combine(Folder, where));

    /// <summary>Whether a change waits there.</summary>
    public bool HasArrived(string where) => Lines("arrived").Contains(where);

    public void Dispose() => Directory.Delete(root, recursive: true);

    private static void Write(string folder, string revision)
    {
        File.WriteAllText(Path.Combine(folder, "state.test"), $"revision={revision}\nbaseline=r0\ntraffic=0.5\nrunning=true\nheld=false\n");
        File.Move(Path.Combine(folder, "state.test"), Path.Combine(folder, "state"), overwrite: true);
    }

    private string[] Lines(string file) => File.Exists(Path.Combine(Folder, file)) ? File.ReadAllLines(Path.Combine(Folder, file)) : [];

    private IEnumerable<string> Command(string key, string what) => new[] { Checkout.Path("tests/Analyzer.Tests/Rollouts/cluster.sh"), Folder, what }.Select((argument, k) => $"--Rollouts:Targets:{Target}:Settings:{key}:{k}={argument}");
}
