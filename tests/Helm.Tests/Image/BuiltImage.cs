using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;

[assembly: AssemblyFixture(typeof(CanaryJudge.Helm.Tests.Image.BuiltImage))]

namespace CanaryJudge.Helm.Tests.Image;

/// <summary>The image as eng/image.sh builds it, built when it is first asked for, and unpacked.</summary>
public sealed class BuiltImage : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("canaryjudge-built-").FullName;
    private readonly Lazy<Task<JsonElement>> _first;

    public BuiltImage() => _first = new Lazy<Task<JsonElement>>(() => BuildAsync("first"));

    /// <summary>The root of its file system, once it is built.</summary>
    public string Root => Path.Combine(_home, "root");

    /// <summary>The bill of materials.</summary>
    public string BillOfMaterials => Path.Combine(_home, "first", "canaryjudge.cdx.json");

    /// <summary>The manifest of the image, with the layers' digests. The test is skipped where the image is not built.</summary>
    public async Task<JsonElement> ManifestAsync()
    {
        SkipUnlessWanted();
        return await _first.Value;
    }

    /// <summary>Builds it once more, in another folder.</summary>
    public async Task<JsonElement> AgainAsync()
    {
        SkipUnlessWanted();
        return await BuildAsync("second");
    }

    /// <summary>The configuration of the image: user, entry point, labels.</summary>
    public async Task<JsonElement> ConfigurationAsync() => Blob("first", (await ManifestAsync()).GetProperty("config").GetProperty("digest").GetString()!);

    public void Dispose() => Directory.Delete(_home, recursive: true);

    private static void SkipUnlessWanted()
    {
        bool isWanted = Environment.GetEnvironmentVariable("CI") == "true" || Environment.GetEnvironmentVariable("IMAGE_TESTS") == "1";
        Assert.SkipUnless(isWanted, "the image is built twice, which takes minutes: IMAGE_TESTS=1 dotnet run --project tests/Helm.Tests (CI always does)");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "the image's files get their owners as root only: run as root");
    }

    private async Task<JsonElement> BuildAsync(string name)
    {
        BufferedCommandResult run = await CliWrap.Cli.Wrap(Path.Combine(Rendering.Helm.Root, "eng", "image.sh")).WithArguments(["--out", Path.Combine(_home, name)])
            .WithEnvironmentVariables(variables => variables.Set("TMPDIR", Directory.CreateDirectory(Path.Combine(_home, "work-" + name)).FullName))
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        Assert.True(run.ExitCode == 0, run.StandardOutput + run.StandardError);
        string archive = Directory.CreateDirectory(Path.Combine(_home, name, "archive")).FullName;
        await TarFile.ExtractToDirectoryAsync(Path.Combine(_home, name, "canaryjudge.tar"), archive, overwriteFiles: false, TestContext.Current.CancellationToken);
        JsonElement index = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(archive, "index.json"), TestContext.Current.CancellationToken)).RootElement;
        JsonElement manifest = Blob(name, index.GetProperty("manifests")[0].GetProperty("digest").GetString()!);
        if (name == "first") await UnpackAsync(manifest);
        return manifest;
    }

    private async Task UnpackAsync(JsonElement manifest)
    {
        Directory.CreateDirectory(Root);
        foreach (JsonElement layer in manifest.GetProperty("layers").EnumerateArray())
        {
            await using FileStream file = File.OpenRead(BlobPath("first", layer.GetProperty("digest").GetString()!));
            await using GZipStream content = new(file, CompressionMode.Decompress);
            // tar keeps owners and permissions, as an engine does.
            await CliWrap.Cli.Wrap("tar").WithArguments(["-x", "-p", "--numeric-owner", "-C", Root]).WithStandardInputPipe(PipeSource.FromStream(content)).ExecuteAsync(TestContext.Current.CancellationToken);
        }
    }

    private string BlobPath(string name, string digest) => Path.Combine(_home, name, "archive", "blobs", "sha256", digest["sha256:".Length..]);

    private JsonElement Blob(string name, string digest) => JsonDocument.Parse(File.ReadAllText(BlobPath(name, digest))).RootElement;
}
