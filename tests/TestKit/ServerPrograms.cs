namespace CanaryJudge.TestKit;

/// <summary>Finds the programs of the servers that tests start: in the repository's .tools, or on PATH.</summary>
public static class ServerPrograms
{
    private static readonly Lock Starts = new();

    /// <summary>The program's path, or null when it is not there.</summary>
    public static string? Find(string program)
    {
        IEnumerable<string> folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        if (RepositoryRoot() is { } root) folders = [Path.Combine(root, ".tools", "usr", "bin"), .. KubernetesFolders(root), .. folders];
        return folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
    }

    /// <summary>The program that the variable ANALYZER_PROGRAM names, to be tested in place of the service that was built beside the tests: one that is compiled ahead, as in the image. Null for none.</summary>
    public static string? OtherAnalyzer { get; } = Environment.GetEnvironmentVariable("ANALYZER_PROGRAM") is { Length: > 0 } program ? program : null;

    /// <summary>How the service is started as a process.</summary>
    public static IReadOnlyList<string> Analyzer { get; } = OtherAnalyzer is { } other ? [other] : ["dotnet", Path.Combine(AppContext.BaseDirectory, "CanaryJudge.Analyzer.dll")];

    /// <summary>Notes a start of the service in the file that the variable ANALYZER_STARTS names, so that a run with another program can show that it was that one which ran.</summary>
    public static void NoteAnalyzerStart()
    {
        if (Environment.GetEnvironmentVariable("ANALYZER_STARTS") is not { Length: > 0 } file) return;
        lock (Starts) File.AppendAllText(file, Analyzer[0] + "\n");
    }

    /// <summary>Why a test is skipped when the program is not there.</summary>
    public static string MissingReason(string program) => $"{program} is neither on PATH nor in .tools: eng/test.sh fetches it";

    /// <summary>The folder that holds CanaryJudge.sln, looking upward from the running test.</summary>
    public static string? RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "CanaryJudge.sln"))) return folder.FullName;
        return null;
    }

    // One folder a version, as eng/kubernetes.sh makes them; the newest first. What is being made has a dot before its name.
    private static IEnumerable<string> KubernetesFolders(string root)
    {
        DirectoryInfo home = new(Path.Combine(root, ".tools", "kubernetes"));
        return home.Exists ? home.EnumerateDirectories().Where(folder => folder.Name[0] != '.').OrderByDescending(folder => folder.LastWriteTimeUtc).Select(folder => folder.FullName) : [];
    }
}
