using CliWrap.Buffered;

namespace CanaryJudge.Helm.Tests;

/// <summary>Values that are wrong are refused before anything is installed, in words that say what to write.</summary>
public sealed class RefusalTests
{
    private const string Open = "signIn.dangerouslyTrustNetwork=true";

    [Theory]
    // Words that are not known.
    [InlineData("replica=2", "additional properties 'replica' not allowed")]
    [InlineData("image.repo=x", "/image", "'repo' not allowed")]
    [InlineData("analyses.leese=20s", "/analyses", "'leese' not allowed")]
    [InlineData("limits.window=5", "/limits", "'window' not allowed")]
    [InlineData("sources.prometheus.main.adress=http://p", "/sources/prometheus/main", "'adress' not allowed")]
    [InlineData("sources.scrape.pair.targets.canary.url=http://p", "/sources/scrape/pair/targets/canary", "'url' not allowed")]
    [InlineData("signIn.token.client=x", "/signIn/token", "'client' not allowed")]
    [InlineData("store.postgres.password.value=hunter2", "/store/postgres/password", "'value' not allowed")]
    // Values of the wrong kind or out of range.
    [InlineData("mode=centrl", "/mode", "'central', 'sidecar'")]
    [InlineData("replicas=0", "/replicas", "minimum")]
    [InlineData("replicas=two", "/replicas", "want integer")]
    [InlineData("listen.grpcPort=80", "/listen/grpcPort", "minimum")]
    [InlineData("analyses.lease=20", "/analyses/lease", "want string")]
    [InlineData("analyses.lease=20 seconds", "/analyses/lease", "does not match pattern")]
    [InlineData("analyses.lease=1h", "analyses.lease is 1h: write 500ms to 10m.")]
    [InlineData("analyses.grace=11m", "analyses.grace is 11m: write 0s to 10m.")]
    [InlineData("rollouts.patience=1s", "rollouts.patience is 1s: write 10s to 7d.")]
    [InlineData("rollouts.mode=act", "/rollouts/mode", "'Advise', 'Act'")]
    [InlineData("rollouts.targets.shop.kind=command", "/rollouts/targets/shop/kind")]
    [InlineData("rollouts.targets.shop.kind=deployment,rollouts.targets.shop.settings.name=x", "/rollouts/targets/shop/settings", "missing property 'namespace'")]
    [InlineData("rollouts.targets.shop.kind=flagger,rollouts.targets.shop.settings.namespace=x,rollouts.targets.shop.settings.name=x,rollouts.targets.shop.settings.nme=x", "'nme' not allowed")]
    [InlineData("monitoring.rules.creat=true", "/monitoring/rules", "'creat'")]
    [InlineData("monitoring.dashboards.create=1", "/monitoring/dashboards/create", "boolean")]
    [InlineData("monitoring.kind=Monitor", "/monitoring/kind", "'None', 'ServiceMonitor', 'PodMonitor'")]
    [InlineData("limits.windows=20001", "/limits/windows", "maximum")]
    [InlineData("store.kind=mysql", "/store/kind", "'sqlite', 'postgres'")]
    [InlineData("store.retentionDays=0", "/store/retentionDays", "minimum")]
    [InlineData("log.level=Loud", "/log/level", "'Debug', 'Information', 'Warning', 'Error'")]
    [InlineData("image.digest=sha256:abc", "/image/digest", "does not match pattern")]
    [InlineData("sources.prometheus.main.address=prometheus:9090", "/sources/prometheus/main/address", "does not match pattern")]
    [InlineData("sources.prometheus.main.address=http://ann:secret@p:9090", "/sources/prometheus/main/address", "does not match pattern")]
    [InlineData("sources.prometheus.main.timeout=30s", "/sources/prometheus/main", "missing property 'address'")]
    [InlineData("sources.scrape.pair.interval=5s", "/sources/scrape/pair", "missing property 'targets'")]
    [InlineData("signIn.token.authority=http://login.example", "/signIn/token/authority", "does not match pattern")]
    [InlineData("resources.limits.memory=lots", "/resources/limits/memory", "does not match pattern")]
    [InlineData("policies.inline.checkout=x", "'checkout' does not match pattern")]
    [InlineData("podDisruptionBudget.maxUnavailable=0", "/podDisruptionBudget/maxUnavailable", "minimum")]
    [InlineData("extraVolumeMounts[0].name=x", "/extraVolumeMounts/0", "missing property 'mountPath'")]
    public async Task WrongValue_IsRefused_AndNamed(string setting, params string[] words) => await RefusedAsync([Open, .. setting.Split(',')], words);

    [Theory]
    // Values that do not go together.
    [InlineData("replicas=1", "signIn: nobody would have to sign in")]
    [InlineData("signIn.token.authority=https://x,signIn.dangerouslyTrustNetwork=true", "signIn.dangerouslyTrustNetwork: leave it out")]
    [InlineData("signIn.token.authority=https://x,signIn.token.keys.secretName=k", "signIn.token.keys: leave it out, or signIn.token.authority")]
    [InlineData("signIn.token.keys.secretName=k", "signIn.token.issuer: write the claim iss")]
    [InlineData("signIn.certificate.authorities.secretName=ca", "tls: client certificates need TLS")]
    [InlineData("signIn.token.keys.secretName=k,signIn.token.keys.configMapName=c,signIn.token.issuer=x", "/signIn/token/keys")]
    [InlineData("signIn.token.keys.secretName=k,signIn.token.keys.file=/x,signIn.token.issuer=x", "/signIn/token/keys", "maxProperties")]
    [InlineData(Open + ",tls.secretName=t,tls.certificateFile=/x,tls.keyFile=/y", "tls: set secretName, or certificateFile and keyFile")]
    [InlineData(Open + ",tls.certificateFile=/x", "tls: certificateFile and keyFile belong together")]
    [InlineData(Open + ",listen.httpPort=8080", "listen.httpPort: write another port")]
    [InlineData(Open + ",replicas=2", "replicas is 2: a file can have one replica only. Set store.kind: postgres")]
    [InlineData(Open + ",store.kind=postgres", "store.postgres.host: name the database's host")]
    [InlineData(Open + ",store.kind=postgres,store.postgres.connectionString.secretName=x", "store.postgres.connectionString.key: name the key")]
    [InlineData(Open + ",store.kind=postgres,store.postgres.host=db,store.postgres.connectionString.secretName=x,store.postgres.connectionString.key=y", "store.postgres.connectionString: leave it out")]
    [InlineData(Open + ",store.postgres.host=db", "store.kind is sqlite, but store.postgres is set")]
    [InlineData(Open + ",store.sqlite.ephemeral=true,store.sqlite.existingClaim=x", "store.sqlite.ephemeral: leave it out")]
    [InlineData(Open + ",sources.prometheus.main.address=http://p,sources.prometheus.main.username=u", "sources.prometheus.main.password: a username needs one")]
    [InlineData(Open + ",sources.prometheus.main.address=http://p,sources.prometheus.main.password.secretName=s", "sources.prometheus.main.username: a password needs one")]
    [InlineData(Open + ",sources.prometheus.main.address=http://p,sources.prometheus.main.ca.secretName=s", "sources.prometheus.main.address: certificates need https")]
    [InlineData(Open + ",sources.prometheus.main.address=http://p,sources.default=mian", "sources.default is mian: no source has that name")]
    [InlineData(Open + ",sources.prometheus.main.address=http://p,sources.scrape.main.targets.a.address=http://a", "sources.scrape.main: a Prometheus has that name too")]
    [InlineData(Open + ",telemetry.metricsPort=8081", "telemetry.metricsPort: write another port")]
    [InlineData(Open + ",monitoring.kind=PodMonitor,telemetry.metricsPage=false", "monitoring.kind: it needs telemetry.metricsPort")]
    [InlineData(Open + ",rollouts.targets.a.kind=canary-deployment,rollouts.targets.a.settings.namespace=n,rollouts.targets.a.settings.baseline=b,rollouts.targets.a.settings.canary=c,rollouts.targets.a.settings.httpRoutes[0]=r", "routes need baselineService and canaryService")]
    [InlineData("mode=sidecar,rollouts.targets.a.kind=deployment,rollouts.targets.a.settings.namespace=n,rollouts.targets.a.settings.name=b", "A sidecar has no rights in the cluster")]
    [InlineData("mode=sidecar," + Open, "mode is sidecar: leave signIn and tls out")]
    [InlineData("mode=sidecar,store.kind=postgres,store.postgres.host=x", "mode is sidecar: leave store.kind out")]
    [InlineData("mode=sidecar,replicas=2", "mode is sidecar: leave replicas out")]
    public async Task ValuesThatDoNotGoTogether_AreRefused_InASentence(string settings, params string[] words) => await RefusedAsync(settings.Split(','), words);

    [Fact]
    public async Task EveryConflict_IsToldAtOnce() => await RefusedAsync(["replicas=2", "listen.httpPort=8080", "sources.default=x"], "signIn: nobody", "replicas is 2", "listen.httpPort", "sources.default");

    [Fact]
    public async Task OldKubernetes_IsRefused()
    {
        BufferedCommandResult run = await Rendering.Helm.RunAsync(["template", "judge", Rendering.Helm.Chart, "--set", Open, "--kube-version", "1.19.0"]);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("chart requires kubeVersion: >=1.20.0-0", run.StandardError, StringComparison.Ordinal);
    }

    private static async Task RefusedAsync(IEnumerable<string> settings, params string[] words)
    {
        BufferedCommandResult run = await Rendering.Helm.RunAsync(["template", "judge", Rendering.Helm.Chart, .. settings.SelectMany(setting => new[] { "--set", setting })]);

        Assert.NotEqual(0, run.ExitCode);
        Assert.All(words, word => Assert.Contains(word, run.StandardError, StringComparison.Ordinal));
        Assert.DoesNotContain("nil pointer", run.StandardError, StringComparison.Ordinal);
    }
}
