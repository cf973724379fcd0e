using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Tests.Hosting;

/// <summary>The service starts as it is configured, or says what is wrong.</summary>
public sealed class SettingsTests
{
    [Theory]
    [InlineData("--Listen:GrpcPort=70000", "Listen:GrpcPort", "CANARYJUDGE_LISTEN__GRPCPORT")]
    [InlineData("--Listen:Address=everywhere", "Listen:Address", "0.0.0.0")]
    [InlineData("--Listen:UnixSocket=judge.sock", "Listen:UnixSocket", "absolute")]
    [InlineData("--Listen:UnixSocketMode=0666", "Listen:UnixSocketMode", "Listen:UnixSocket")]
    [InlineData("--Listen:UnixSocketMode=rw", "Listen:UnixSocketMode", "octal")]
    [InlineData("--Listen:Address=0.0.0.0", "Listen:Address", "SignIn:Token:Authority")]
    [InlineData("--Listen:KeyFile=/nowhere.pem", "Listen:CertificateFile", "belong together")]
    [InlineData("--SignIn:Token:KeysFile=/nowhere.json", "SignIn:Token:KeysFile", "/nowhere.json")]
    [InlineData("--SignIn:Token:Authority=http://issuer.example", "SignIn:Token:Authority", "https")]
    [InlineData("--SignIn:Certificate:AuthorityFile=/nowhere.pem", "Listen:CertificateFile", "TLS")]
    [InlineData("--SignIn:Tokn:Issuer=x", "Tokn", "SignIn")]
    [InlineData("--Limits:CallsPerSecond=0", "Limits:CallsPerSecond", "1 to 100000")]
    [InlineData("--Limits:Windows=0", "Limits:Windows", "1 to 20000")]
    [InlineData("--Limits:Widnows=5", "Widnows", "Limits")]
    [InlineData("--Log:Level=Loud", "Log:Level", "Warning")]
    [InlineData("--Log:Format=Xml", "Log:Format", "Json")]
    [InlineData("--Telemetry:OtlpEndpoint=collector", "Telemetry:OtlpEndpoint", "http://")]
    [InlineData("--Telemetry:MetricsPort=70000", "Telemetry:MetricsPort", "0 to 65535")]
    [InlineData("--Telemetry:EvidenceAnalyses=many", "Telemetry:EvidenceAnalyses", "'many'")]
    [InlineData("--SignIn:DangerouslyTrustNetwork=maybe", "SignIn:DangerouslyTrustNetwork", "'maybe'")]
    [InlineData("--Limits:Windows=many", "Limits:Windows", "'many'")]
    [InlineData("--Sources:Prometheus:main:Timeout=soon", "Sources:Prometheus:main:Timeout", "'soon'")]
    [InlineData("--Telemetry:EvidenceAnalyses=5000", "Telemetry:EvidenceAnalyses", "0 to 1000")]
    [InlineData("--Sources:Default=main", "Sources:Default", "name of a source")]
    [InlineData("--Sources:Prometheus:main:Timeout=00:00:01", "Sources:Prometheus:main:Address", "missing")]
    [InlineData("--Sources:Prometheus:main:Address=ftp://x", "Sources:Prometheus:main:Address", "http")]
    [InlineData("--Sources:Prometheus:main:Adress=http://x", "Adress", "Sources")]
    [InlineData("--Policies:Directory=/nowhere", "Policies:Directory", "/nowhere")]
    [InlineData("--Analyses:Lease=00:00:00", "Analyses:Lease", "write 00:00:00.5")]
    [InlineData("--Analyses:ParallelTicks=0", "Analyses:ParallelTicks", "1 to 1000")]
    [InlineData("--Analyses:Lese=1", "Lese", "Analyses")]
    [InlineData("--Store:File=/nowhere/store.db", "Store:File", "create its folder")]
    [InlineData("--Store:RetentionDays=0", "Store:RetentionDays", "1 to 3650")]
    [InlineData("--Store:Postgres=Hots=db", "Store:Postgres", "Host=db")]
    [InlineData("--Store:Postgres=Host=127.0.0.1;Port=9;Username=x;Database=x;Timeout=2", "postgresql 127.0.0.1:9/x", "Store:Postgres")]
    [InlineData("--Store:PostgresPasswordFile=/nowhere", "Store:PostgresPasswordFile", "can be read")]
    [InlineData("--Listn:GrpcPort=1", "Listn", "Listen")]
    public async Task WrongSetting_KeepsTheServiceFromStarting_AndIsNamed(string setting, string key, string words)
    {
        Exception cause = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync(setting);
        });

        Assert.Contains(key, cause.Message, StringComparison.Ordinal);
        Assert.Contains(words, cause.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SeveralWrongSettings_OfOneSection_AreNamedTogether()
    {
        RunningAnalyzer.NeedsThisProcess();
        OptionsValidationException cause = await Assert.ThrowsAsync<OptionsValidationException>(async () =>
        {
            await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync("--Limits:Windows=0", "--Limits:Matchers=0");
        });

        Assert.Equal(2, cause.Failures.Count());
    }

    [Fact]
    public async Task WrongSettings_OfSeveralSections_AreNamedTogether()
    {
        RunningAnalyzer.NeedsThisProcess();
        AggregateException cause = await Assert.ThrowsAsync<AggregateException>(async () =>
        {
            await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync("--Limits:Windows=0", "--SignIn:Token:KeysFile=/nowhere/keys", "--Store:RetentionDays=0");
        });

        IEnumerable<string> failures = cause.InnerExceptions.SelectMany(one => Assert.IsType<OptionsValidationException>(one).Failures);
        foreach (string key in new[] { "Limits:Windows", "SignIn:Token", "Store:RetentionDays" }) Assert.Contains(failures, failure => failure.Contains(key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task SecretInASetting_IsNotRepeatedInTheFault()
    {
        Exception cause = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync("--Sources:Prometheus:main:Address=http://someone:s3cret@prometheus:9090", "--Telemetry:OtlpEndpoint=http://someone:s3cret@collector:4317");
        });

        Assert.DoesNotContain("s3cret", cause.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BadPolicies_KeepTheServiceFromStarting_EachNamedByFileLineAndColumn()
    {
        string directory = Directory.CreateTempSubdirectory("canaryjudge").FullName;
        await File.WriteAllTextAsync(Path.Combine(directory, "a.yaml"), Grpc.Requests.PolicyText.Replace("warmup", "warmpu", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(directory, "b.yaml"), Grpc.Requests.PolicyText, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(directory, "c.json"), Grpc.Requests.PolicyText, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(directory, ".hidden.yaml"), "not a policy", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(directory, "notes.txt"), "not a policy", TestContext.Current.CancellationToken);

        Exception cause = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync("--Policies:Directory=" + directory);
        });

        string[] faults = cause.Message.Split(Environment.NewLine);
        Assert.Equal(2, faults.Length);
        Assert.Matches(@"a\.yaml\(6,\d+\): spec\.warmpu", faults[0]);
        Assert.Contains("b.yaml", faults[1], StringComparison.Ordinal);
        Assert.Contains("c.json", faults[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnixSocket_ThatAnotherProcessServes_IsNotTakenOver()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("canaryjudge").FullName, "judge.sock");
        await using RunningAnalyzer first = await RunningAnalyzer.StartAsync("--Listen:UnixSocket=" + path);

        Exception cause = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using RunningAnalyzer second = await RunningAnalyzer.StartAsync("--Listen:UnixSocket=" + path);
        });

        Assert.Contains("another process serves it", cause.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0666", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite)]
    [InlineData("0660", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite)]
    public async Task UnixSocket_WithAMode_HasThosePermissions(string mode, UnixFileMode expected)
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("canaryjudge").FullName, "judge.sock");

        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync("--Listen:UnixSocket=" + path, "--Listen:UnixSocketMode=" + mode);

        Assert.Equal(expected, new FileInfo(path).UnixFileMode);
    }

    [Fact]
    public async Task UnixSocket_WhereAFileIs_LeavesTheFileAlone()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("canaryjudge").FullName, "judge.sock");
        await File.WriteAllTextAsync(path, "somebody's", TestContext.Current.CancellationToken);

        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync("--Listen:UnixSocket=" + path);
        });

        Assert.Equal("somebody's", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }
}
