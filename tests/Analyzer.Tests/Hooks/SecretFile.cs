namespace CanaryJudge.Analyzer.Tests.Hooks;

/// <summary>A file with a secret.</summary>
internal sealed class SecretFile : IDisposable
{
    public SecretFile(string secret) => File.WriteAllText(Path, secret + "\n");

    public string Path { get; } = System.IO.Path.GetTempFileName();

    public void Dispose() => File.Delete(Path);
}
