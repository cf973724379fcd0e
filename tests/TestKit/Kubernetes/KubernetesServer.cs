namespace CanaryJudge.TestKit.Kubernetes;

/// <summary>
/// A real Kubernetes control plane as child processes on loopback ports: etcd, kube-apiserver with RBAC, and kube-controller-manager with the controllers of Deployments
/// and ReplicaSets. There is no node: pods are made and deleted, and become ready when a test says so. It knows the custom resources that CanaryJudge acts on.
/// </summary>
/// <remarks>One serves a whole test assembly (it takes about 400 MB); each test takes a namespace of its own.</remarks>
public sealed class KubernetesServer : IAsyncDisposable
{
    private static readonly string[] Programs = ["etcd", "kube-apiserver", "kube-controller-manager"];

    private readonly string folder;
    private readonly IReadOnlyList<ServerProcess> processes;
    private readonly HttpClient client;
    private readonly ServerIdentity self;
    private int namespaces;

    private KubernetesServer(string folder, IReadOnlyList<ServerProcess> processes, HttpClient client, ServerIdentity identity)
    {
        (this.folder, this.processes, this.client, self) = (folder, processes, client, identity);
        (Address, AdminToken, AuthorityFile) = (client.BaseAddress!, identity.AdminToken, identity.CertificateFile);
        KubeconfigFile = identity.KubeconfigFile;
        Objects = new KubernetesObjects(client);
    }

    /// <summary>Whether the programs are there; when not, tests are skipped with <see cref="MissingReason"/>.</summary>
    public static bool IsInstalled => Programs.All(program => ServerPrograms.Find(program) is not null);

    /// <summary>Why tests are skipped when the programs are not there.</summary>
    public static string MissingReason => $"{string.Join(", ", Programs.Where(program => ServerPrograms.Find(program) is null))} not found: eng/kubernetes.sh builds them (about four minutes)";

    /// <summary>Path of helm, or null when it is not there.</summary>
    public static string? Helm => ServerPrograms.Find("helm");

    /// <summary>Path of kubectl, or null when it is not there.</summary>
    public static string? Kubectl => ServerPrograms.Find("kubectl");

    /// <summary>Where the API serves, https, ending in a slash.</summary>
    public Uri Address { get; }

    /// <summary>Bearer token of an administrator.</summary>
    public string AdminToken { get; }

    /// <summary>PEM file with the certificate that the server's certificate comes from.</summary>
    public string AuthorityFile { get; }

    /// <summary>Settings for kubectl and helm that make them the administrator.</summary>
    public string KubeconfigFile { get; }

    /// <summary>The administrator's calls.</summary>
    public KubernetesObjects Objects { get; }

    /// <summary>What its programs have logged.</summary>
    public string Log => string.Join("\n", processes.Select(process => process.Log));

    /// <summary>Starts one and waits until it is ready and knows the custom resources (about 6 s). Another program may take a free port first: three times are tried.</summary>
    /// <exception cref="FileNotFoundException">A program is not there.</exception>
    /// <exception cref="InvalidOperationException">It did not start; the message holds its log.</exception>
    public static async Task<KubernetesServer> StartAsync(CancellationToken cancellationToken = default)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await TryStartAsync(cancellationToken);
            }
            catch (InvalidOperationException) when (attempt < 3)
            {
                // The next attempt takes other ports.
            }
        }
    }

    /// <summary>A client that trusts the server, for the caller to dispose.</summary>
    /// <param name="token">Who it is; null for nobody.</param>
    public HttpClient CreateClient(string? token) => self.Client(token);

    /// <summary>Makes a new namespace.</summary>
    public async Task<string> CreateNamespaceAsync(CancellationToken cancellationToken)
    {
        string name = $"test-{Interlocked.Increment(ref namespaces)}";
        await Objects.CreateAsync("api/v1/namespaces", $$$"""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"{{{name}}}"}}""", cancellationToken);
        return name;
    }

    /// <summary>Makes a service account that may do what a Role says and nothing else.</summary>
    /// <param name="inNamespace">Where it lives and may act.</param>
    /// <param name="rules">The Role's rules, as a JSON list.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Its bearer token, good for an hour.</returns>
    public async Task<string> CreateAccountAsync(string inNamespace, string rules, CancellationToken cancellationToken)
    {
        string name = "account-" + Guid.NewGuid().ToString("N")[..8];
        string rbac = $"apis/rbac.authorization.k8s.io/v1/namespaces/{inNamespace}/";
        await Objects.CreateAsync($"api/v1/namespaces/{inNamespace}/serviceaccounts", $$$"""{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"{{{name}}}"}}""", cancellationToken);
        await Objects.CreateAsync(rbac + "roles", $$$"""{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"{{{name}}}"},"rules":{{{rules}}}}""", cancellationToken);
        await Objects.CreateAsync(
            rbac + "rolebindings",
            $$"""
            {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"{{name}}"},
             "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"{{name}}"},
             "subjects":[{"kind":"ServiceAccount","name":"{{name}}","namespace":"{{inNamespace}}"}]}
            """,
            cancellationToken);
        var token = await Objects.CreateAsync(
            $"api/v1/namespaces/{inNamespace}/serviceaccounts/{name}/token",
            """{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{"audiences":["https://kubernetes.test"],"expirationSeconds":3600}}""",
            cancellationToken);
        return token["status"]!["token"]!.GetValue<string>();
    }

    /// <summary>The same, with the token in a file that goes with the server.</summary>
    /// <returns>The file's path.</returns>
    public async Task<string> CreateAccountFileAsync(string inNamespace, string rules, CancellationToken cancellationToken)
    {
        string path = Path.Combine(folder, $"token-{Guid.NewGuid():N}");
        await File.WriteAllTextAsync(path, await CreateAccountAsync(inNamespace, rules, cancellationToken), cancellationToken);
        return path;
    }

    /// <summary>Makes every pod of a namespace ready, now and whenever one is made, until it is disposed: what nodes would do.</summary>
    public PodStarter KeepPodsReady(string inNamespace) => new(Objects, inNamespace);

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        foreach (ServerProcess process in processes.Reverse()) await process.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<KubernetesServer> TryStartAsync(CancellationToken cancellationToken)
    {
        string home = Directory.CreateTempSubdirectory("canaryjudge-kubernetes-").FullName;
        int[] ports = FreePorts.Some(3);
        ServerIdentity identity = ServerIdentity.Create(home, new Uri($"https://127.0.0.1:{ports[2]}/"));
        HttpClient calls = identity.Client(identity.AdminToken);
        List<ServerProcess> started = [];
        try
        {
            string etcd = $"http://127.0.0.1:{ports[0]}";
            started.Add(ServerProcess.Start("etcd", data => ["--data-dir", Path.Combine(data, "etcd"), "--listen-client-urls", etcd, "--advertise-client-urls", etcd, "--listen-peer-urls", $"http://127.0.0.1:{ports[1]}", "--unsafe-no-fsync"]));
            started.Add(ServerProcess.Start("kube-apiserver", _ => ApiServer(etcd, ports[2], identity)));
            await started[1].WaitUntilReadyAsync(calls, new Uri(identity.Address, "readyz"), cancellationToken);
            started.Add(ServerProcess.Start("kube-controller-manager", _ =>
                ["--kubeconfig", identity.KubeconfigFile, "--controllers=deployment,replicaset", "--leader-elect=false", "--port=0", "--secure-port=0"]));
            KubernetesServer server = new(home, started, calls, identity);
            await CustomResources.InstallAsync(server.Objects, cancellationToken);
            return server;
        }
        catch
        {
            calls.Dispose();
            foreach (ServerProcess process in started) await process.DisposeAsync();
            Directory.Delete(home, recursive: true);
            throw;
        }
    }

    private static IEnumerable<string> ApiServer(string etcd, int port, ServerIdentity identity) =>
    [
        "--etcd-servers=" + etcd,
        $"--secure-port={port}",
        "--bind-address=127.0.0.1",
        "--tls-cert-file=" + identity.CertificateFile,
        "--tls-private-key-file=" + identity.KeyFile,
        "--service-account-key-file=" + identity.AccountKeyFile,
        "--service-account-signing-key-file=" + identity.AccountKeyFile,
        "--service-account-issuer=https://kubernetes.test",
        "--service-cluster-ip-range=10.0.0.0/24",
        "--token-auth-file=" + identity.TokensFile,
        "--authorization-mode=RBAC",
        "--disable-admission-plugins=ServiceAccount",
    ];
}
