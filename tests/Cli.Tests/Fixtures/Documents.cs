namespace CanaryJudge.Cli.Tests.Fixtures;

/// <summary>Policies of the tests.</summary>
internal static class Documents
{
    /// <summary>One ratio, half a percentage point, 30 windows of a minute.</summary>
    public const string Policy = """
        apiVersion: canaryjudge.io/v1
        kind: CanaryPolicy
        metadata: {name: checkout}
        spec:
          horizon: 30
          metrics:
            - name: error_rate
              kind: ratio
              bad: http_requests_total{code=~"5.."}
              total: http_requests_total
              margin: 0.5pp
              critical: true
        """;

    /// <summary>Three mistakes in three places.</summary>
    public const string Wrong = """
        apiVersion: canaryjudge.io/v1
        kind: CanaryPolicy
        metadata: {name: checkout}
        spec:
          intervall: 1m
          metrics:
            - name: error_rate
              kind: ratio
              bad: http_requests_total{code=~"5.."}
              total: http_requests_total
              margin: -1pp
              critical: maybe
        """;
}

/// <summary>A policy in a file that goes away with the test.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("canaryjudge-");

    public TemporaryFile(string text)
    {
        Path = System.IO.Path.Combine(_folder.FullName, "policy.yaml");
        File.WriteAllText(Path, text);
    }

    public string Path { get; }

    /// <summary>Another path in the same folder.</summary>
    public string Beside(string name) => System.IO.Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
