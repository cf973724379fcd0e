namespace CanaryJudge.Helm.Tests.Rendering;

/// <summary>The chart without the bound on the server's version: the test server is built from source, and calls itself 0.0.0.</summary>
internal sealed class ChartCopy : IDisposable
{
    private ChartCopy(string folder) => Folder = folder;

    public string Folder { get; }

    public static async Task<ChartCopy> MakeAsync(CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("canaryjudge-chart-").FullName;
        foreach (string file in Directory.EnumerateFiles(Helm.Chart, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(folder, Path.GetRelativePath(Helm.Chart, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            await File.WriteAllLinesAsync(copy, (await File.ReadAllLinesAsync(file, cancellationToken)).Where(line => !line.StartsWith("kubeVersion:", StringComparison.Ordinal)), cancellationToken);
        }

        return new ChartCopy(folder);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
