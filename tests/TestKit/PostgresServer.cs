using CliWrap;
using CliWrap.Buffered;

namespace CanaryJudge.TestKit;

/// <summary>A real PostgreSQL as a child process on a loopback port, with any number of databases. It never runs as root: then as the user nobody.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "canaryjudge";
    private static readonly string[] Versions = ["18", "17", "16", "15"];

    private readonly string folder;
    private readonly int port;
    private ServerProcess process;
    private int databases;

    private PostgresServer(string folder, int port, ServerProcess process) => (this.folder, this.port, this.process) = (folder, port, process);

    /// <summary>Whether the program is there; when not, tests are skipped with <see cref="MissingReason"/>.</summary>
    public static bool IsInstalled => Bin is not null;

    /// <summary>Why tests are skipped when the program is not there.</summary>
    public static string MissingReason => ServerPrograms.MissingReason("PostgreSQL");

    /// <summary>The server's process id: that of its first process, which the others obey.</summary>
    public int ProcessId => process.Id;

    /// <summary>What it has logged since its last start.</summary>
    public string Log => process.Log;

    private static string? Bin
    {
        get
        {
            IEnumerable<string> roots = ServerPrograms.RepositoryRoot() is { } root ? [Path.Combine(root, ".tools"), "/"] : ["/"];
            return roots.SelectMany(r => Versions.Select(v => Path.Combine(r, "usr", "lib", "postgresql", v, "bin"))).FirstOrDefault(bin => File.Exists(Path.Combine(bin, "postgres")));
        }
    }

    /// <summary>Makes a new cluster and starts it (about 1.5 s).</summary>
    /// <exception cref="FileNotFoundException">The program is not there.</exception>
    public static async Task<PostgresServer> StartAsync(CancellationToken cancellationToken)
    {
        string bin = Bin ?? throw new FileNotFoundException(MissingReason);
        string home = Directory.CreateTempSubdirectory("canaryjudge-postgres-").FullName;
        if (Environment.IsPrivilegedProcess) await Cli.Wrap("chown").WithArguments(["nobody:nogroup", home]).ExecuteAsync(cancellationToken);
        (string program, string[] before) = AsUser(Path.Combine(bin, "initdb"));
        await Cli.Wrap(program).WithArguments([.. before, "-D", Path.Combine(home, "data"), "-U", User, "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C"]).WithWorkingDirectory(home).ExecuteBufferedAsync(cancellationToken);
        int free = FreePorts.One();
        return new PostgresServer(home, free, await RunAsync(bin, home, free, cancellationToken));
    }

    /// <summary>Makes a new, empty database.</summary>
    /// <returns>The connection string.</returns>
    public async Task<string> CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        string name = $"test{Interlocked.Increment(ref databases)}";
        await Cli.Wrap(Path.Combine(Bin!, "psql")).WithArguments(["-h", "127.0.0.1", "-p", $"{port}", "-U", User, "-d", "postgres", "-q", "-c", $"create database {name}"]).ExecuteBufferedAsync(cancellationToken);
        return $"Host=127.0.0.1;Port={port};Username={User};Database={name};Timeout=20";
    }

    /// <summary>Kills the server as a power cut would, and its children with it.</summary>
    public async Task KillAsync() => await process.DisposeAsync();

    /// <summary>Starts it again on the same data and port.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken) => process = await RunAsync(Bin!, folder, port, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<ServerProcess> RunAsync(string bin, string folder, int port, CancellationToken cancellationToken)
    {
        (string program, string[] before) = AsUser(Path.Combine(bin, "postgres"));
        ServerProcess started = ServerProcess.Start(
            program, _ => [.. before, "-D", Path.Combine(folder, "data"), "-c", $"port={port}", "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={folder}", "-c", "max_connections=200", "-c", "fsync=off"]);
        try
        {
            await started.WaitForLineAsync(line => line.Contains("database system is ready to accept connections", StringComparison.Ordinal) ? line : null, cancellationToken);
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    // PostgreSQL refuses to run as root.
    private static (string Program, string[] Before) AsUser(string program) =>
        Environment.IsPrivilegedProcess ? ("setpriv", ["--reuid=nobody", "--regid=nogroup", "--clear-groups", program]) : (program, []);
}
