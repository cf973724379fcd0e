using CliWrap;
using CliWrap.Buffered;

namespace CanaryJudge.Analyzer.Tests.Faults;

/// <summary>A disk of a few megabytes, which can be filled: a tmpfs of its own.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    /// <summary>Where it is mounted.</summary>
    public string Folder => _folder;

    private string Filler => Path.Combine(_folder, "filler");

    /// <summary>Mounts one. Skips the test where that is not allowed.</summary>
    public static async Task<SmallDisk> MountAsync(int megabytes)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "a disk that can be filled is mounted by root only");
        string folder = Directory.CreateTempSubdirectory("canaryjudge-disk-").FullName;
        BufferedCommandResult mounted = await CliWrap.Cli.Wrap("mount").WithArguments(["-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder]).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        if (mounted.ExitCode != 0) Directory.Delete(folder);
        Assert.SkipUnless(mounted.ExitCode == 0, "a tmpfs cannot be mounted here: " + mounted.StandardError.Trim());
        return new SmallDisk(folder);
    }

    /// <summary>Writes until not one more byte fits.</summary>
    public void Fill()
    {
        using FileStream file = new(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        byte[] block = new byte[64 * 1024];
        for (int size = block.Length; size > 0;)
        {
            try
            {
                file.Write(block, 0, size);
            }
            catch (IOException)
            {
                size /= 2;
            }
        }
    }

    /// <summary>Makes room again.</summary>
    public void Clear() => File.Delete(Filler);

    public async ValueTask DisposeAsync()
    {
        await CliWrap.Cli.Wrap("umount").WithArguments(["--lazy", _folder]).WithValidation(CommandResultValidation.None).ExecuteAsync(CancellationToken.None);
        if (!Directory.EnumerateFileSystemEntries(_folder).Any()) Directory.Delete(_folder);
    }
}
