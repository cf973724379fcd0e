using System.Net.Sockets;
using CanaryJudge.Analyzer.Settings;

namespace CanaryJudge.Analyzer.Listening;

/// <summary>The file of a Unix socket. A service that was killed leaves it behind, and it would keep the next one from starting.</summary>
internal static class UnixSocketFile
{
    /// <summary>Deletes a socket that nobody serves.</summary>
    /// <exception cref="SettingsException">The directory does not exist, the path is something else than a socket, or another process serves it.</exception>
    public static void RemoveStale(string path)
    {
        string? directory = Path.GetDirectoryName(path);
        if (directory is not null && !Directory.Exists(directory)) throw Refused(path, $"the directory {directory} does not exist: create it");
        if (!File.Exists(path)) return;

        using Socket probe = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused && IsEmptyFile(path))
        {
            File.Delete(path);
            return;
        }
        catch (SocketException)
        {
            throw Refused(path, "something that is not a socket has this path, or it cannot be reached: write another path");
        }

        throw Refused(path, "another process serves it: stop that process, or write another path");
    }

    /// <summary>Permissions as octal digits say them; null when they do not.</summary>
    public static UnixFileMode? ModeOf(string octal)
    {
        bool isOctal = octal.Length is 3 or 4 && octal.All(digit => digit is >= '0' and <= '7') && (octal.Length == 3 || octal[0] == '0');
        return isOctal ? (UnixFileMode)Convert.ToInt32(octal, 8) : null;
    }

    /// <summary>Gives a socket that is served these permissions.</summary>
    /// <param name="path">The socket.</param>
    /// <param name="octal">The permissions; empty leaves them.</param>
    public static void Open(string path, string octal)
    {
        if (!OperatingSystem.IsWindows() && ModeOf(octal) is { } mode) File.SetUnixFileMode(path, mode);
    }

    // A connection to an ordinary file is refused as well; only a socket has no length and no content, and then nothing is lost.
    private static bool IsEmptyFile(string path) => new FileInfo(path).Length == 0;

    private static SettingsException Refused(string path, string remedy) => new([Setting.Fault("Listen:UnixSocket", path, remedy)]);
}
