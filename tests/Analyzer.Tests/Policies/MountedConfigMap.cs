namespace CanaryJudge.Analyzer.Tests.Policies;

/// <summary>A directory that changes as a mounted ConfigMap does: its files are links through the link ..data, which is swapped for one to a new folder.</summary>
internal sealed class MountedConfigMap : IDisposable
{
    private readonly string _home = System.IO.Directory.CreateTempSubdirectory("canaryjudge-mount-").FullName;
    private int _version;

    public string Directory => _home;

    public string PathOf(string file) => Path.Combine(_home, file);

    /// <summary>Puts these files in the place of those before, in the order in which kubelet does it.</summary>
    public void Swap(params (string File, string Text)[] files)
    {
        string folder = $"..{++_version:D4}";
        System.IO.Directory.CreateDirectory(PathOf(folder));
        foreach ((string file, string text) in files)
        {
            File.WriteAllText(Path.Combine(_home, folder, file), text);
            File.SetLastWriteTimeUtc(Path.Combine(_home, folder, file), DateTime.UnixEpoch);
        }

        string? before = new FileInfo(PathOf("..data")).LinkTarget;
        File.CreateSymbolicLink(PathOf("..data_tmp"), folder);
        Rename(PathOf("..data_tmp"), PathOf("..data"));
        foreach ((string file, _) in files)
        {
            if (new FileInfo(PathOf(file)).LinkTarget is null) File.CreateSymbolicLink(PathOf(file), Path.Combine("..data", file));
        }

        string[] names = [.. files.Select(file => file.File)];
        foreach (string link in System.IO.Directory.EnumerateFileSystemEntries(_home).Where(path => !Path.GetFileName(path).StartsWith("..", StringComparison.Ordinal) && !names.Contains(Path.GetFileName(path)))) File.Delete(link);
        if (before is not null) System.IO.Directory.Delete(PathOf(before), recursive: true);
    }

    // The one step that swaps a link to a folder: .NET moves what a link leads to.
    private static void Rename(string from, string to)
    {
        using System.Diagnostics.Process move = System.Diagnostics.Process.Start("mv", ["-T", from, to]);
        move.WaitForExit();
        Assert.Equal(0, move.ExitCode);
    }

    public void Dispose() => System.IO.Directory.Delete(_home, recursive: true);
}
