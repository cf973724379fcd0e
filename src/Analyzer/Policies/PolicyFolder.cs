namespace CanaryJudge.Analyzer.Policies;

/// <summary>The files of a directory of policies, as they are at one moment.</summary>
internal static class PolicyFolder
{
    /// <summary>Largest file that is read, in bytes: a policy has a few kilobytes.</summary>
    public const long MostBytes = 1 << 20;

    /// <summary>Most files that are read.</summary>
    public const int MostFiles = 1000;

    // Kubernetes swaps this link when a mounted ConfigMap changes; the files are links through it.
    private const string Swapped = "..data";
    private const int MostTries = 5;

    /// <summary>Reads the text of every policy, by path.</summary>
    /// <param name="directory">The directory; those below it are left out, as are hidden files.</param>
    /// <exception cref="IOException">It cannot be read, has too many files or too large a one, or changes all the time.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static SortedDictionary<string, string> Read(string directory)
    {
        // Files of before and after a swap are never taken together: a policy that moves from one to another would be there twice, or not at all.
        string link = Path.Combine(directory, Swapped);
        for (int attempt = 1; attempt <= MostTries; attempt++)
        {
            string? before = Target(link);
            SortedDictionary<string, string>? texts = TryRead(directory, before is not null);
            if (texts is not null && Target(link) == before) return texts;
        }

        throw new IOException($"The directory '{directory}' changes while it is read.");
    }

    // Null when a file has gone while the directory was swapped.
    private static SortedDictionary<string, string>? TryRead(string directory, bool isSwapped)
    {
        SortedDictionary<string, string> texts = new(StringComparer.Ordinal);
        try
        {
            foreach (string file in Files(directory))
            {
                if (texts.Count == MostFiles) throw new InvalidDataException($"The directory '{directory}' has more than {MostFiles} policies.");
                using FileStream stream = File.OpenRead(file);
                if (stream.Length > MostBytes) throw new InvalidDataException($"The file '{file}' has more than {MostBytes} bytes.");
                using StreamReader reader = new(stream);
                texts.Add(file, reader.ReadToEnd());
            }
        }
        catch (FileNotFoundException) when (isSwapped)
        {
            return null;
        }
        catch (DirectoryNotFoundException) when (isSwapped)
        {
            return null;
        }
        catch (InvalidDataException tooMuch)
        {
            throw new IOException(tooMuch.Message, tooMuch);
        }

        return texts;
    }

    private static string? Target(string link) => new FileInfo(link).LinkTarget;

    // Hidden files are left out: Kubernetes and editors put their own things there.
    private static IEnumerable<string> Files(string directory) => Directory.EnumerateFiles(directory)
        .Where(file => Path.GetExtension(file).ToLowerInvariant() is ".yaml" or ".yml" or ".json" && !Path.GetFileName(file).StartsWith('.'))
        .Order(StringComparer.Ordinal);
}
