using System.IO.Compression;
using System.Text;

namespace CanaryJudge.Cli.Tests.Fixtures;

/// <summary>A folder that goes away with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("canaryjudge-");

    /// <summary>A path in it.</summary>
    public string At(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Writes a file of text.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a file.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(At(name), bytes);
        return At(name);
    }

    /// <summary>Text as gzip.</summary>
    public static byte[] Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
