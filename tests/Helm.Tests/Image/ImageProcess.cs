using CanaryJudge.Helm.Tests.Rendering;
using CanaryJudge.TestKit;

namespace CanaryJudge.Helm.Tests.Image;

/// <summary>
/// The image's file system run as a container runtime would: read-only, as its user, with the pod's volumes mounted and its environment. In a mount namespace of its own, so that nothing
/// is left behind; without the limits of processor and memory.
/// </summary>
internal sealed class ImageProcess : IAsyncDisposable
{
    // $1: the root, $2: the pod's folder, then the places of volumes up to --, then the program.
    private const string Run = """
        set -e
        root=$1 pod=$2; shift 2
        mkdir -p "$root/proc" "$root/dev"
        for place in "$@"; do [ "$place" = -- ] && break; mkdir -p "$root$place"; chown 64198:64198 "$pod$place"; done
        mount --bind "$root" "$root"
        mount -o remount,bind,ro "$root"
        mount -t proc proc "$root/proc"
        mount --rbind /dev "$root/dev"
        while [ "$1" != -- ]; do mount --bind "$pod$1" "$root$1"; shift; done
        shift
        exec /usr/sbin/chroot --userspec=64198:64198 "$root" "$@"
        """;

    private readonly ServerProcess _process;

    private ImageProcess(ServerProcess process) => _process = process;

    /// <summary>What it has written.</summary>
    public string Log => _process.Log;

    /// <summary>Starts it; the image's own variables come first, as an engine sets them.</summary>
    public static ImageProcess Start(string root, IEnumerable<string> imageVariables, RenderedPod pod, string address) => new(ServerProcess.Start("env", _ =>
    [
        "-i", .. imageVariables, .. pod.Environment.Select(variable => $"{variable.Key}={variable.Value}"),
        "/usr/bin/unshare", "--mount", "/bin/sh", "-c", Run, "run", root, pod.Under("/").TrimEnd('/'), .. pod.Mounts, "--", "/app/CanaryJudge.Analyzer", .. pod.Arguments, "--Listen:Address=" + address,
    ]));

    /// <summary>Waits until a page answers 200.</summary>
    public Task WaitUntilReadyAsync(HttpClient calls, Uri page) => _process.WaitUntilReadyAsync(calls, page, TestContext.Current.CancellationToken);

    /// <summary>A line of its status in /proc, in MiB: VmRSS for the memory it holds, VmHWM for the most it ever held.</summary>
    public async Task<long> MemoryAsync(string line)
    {
        string[] status = await File.ReadAllLinesAsync($"/proc/{_process.Id}/status", TestContext.Current.CancellationToken);
        return long.Parse(status.Single(l => l.StartsWith(line + ":", StringComparison.Ordinal)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>The user that it runs as.</summary>
    public async Task<string> UserAsync() => (await File.ReadAllLinesAsync($"/proc/{_process.Id}/status", TestContext.Current.CancellationToken)).Single(l => l.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1];

    /// <summary>Tells it to stop as kubelet does.</summary>
    /// <returns>Its exit code.</returns>
    public Task<int> StopAsync() => _process.StopAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
