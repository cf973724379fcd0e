namespace CanaryJudge.Analyzer.Settings;

/// <summary>
/// Something that is read from files which others replace while the service runs: keys, certificates. Looked at no more often than once a second, and by content: a mounted
/// secret changes behind a link. What cannot be read leaves the last one that could.
/// </summary>
internal sealed partial class RereadFiles<T>
    where T : class
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<string> _paths;
    private readonly Func<IReadOnlyList<byte[]>, T> _parse;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private IReadOnlyList<byte[]> _content;
    private T _value;
    private long _looked;

    /// <summary>Reads the files for the first time.</summary>
    /// <param name="paths">The files, which are read together.</param>
    /// <param name="parse">Makes the value of their contents, in the same order.</param>
    /// <param name="clock">Says when to look again.</param>
    /// <param name="logger">Is told of changes.</param>
    /// <remarks>Throws what reading and parsing throw.</remarks>
    public RereadFiles(IReadOnlyList<string> paths, Func<IReadOnlyList<byte[]>, T> parse, TimeProvider clock, ILogger logger)
    {
        (_paths, _parse, _clock, _logger) = (paths, parse, clock, logger);
        _content = Read();
        _value = parse(_content);
        _looked = clock.GetTimestamp();
    }

    /// <summary>The value of the files as they are now.</summary>
    public T Current
    {
        get
        {
            lock (_gate)
            {
                if (_clock.GetElapsedTime(_looked) >= Interval) Look();
                return _value;
            }
        }
    }

    private void Look()
    {
        _looked = _clock.GetTimestamp();
        try
        {
            IReadOnlyList<byte[]> content = Read();
            if (content.Zip(_content).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second))) return;
            // Remembered before it is parsed: what is wrong is said once, not every second.
            _content = content;
            _value = _parse(content);
            Log.Reread(_logger, string.Join(", ", _paths));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException or FormatException or ArgumentException or InvalidDataException)
        {
            Log.Unreadable(_logger, string.Join(", ", _paths), cause.Message);
        }
    }

    private IReadOnlyList<byte[]> Read() => [.. _paths.Select(File.ReadAllBytes)];

    private static partial class Log
    {
        [LoggerMessage(110, LogLevel.Information, "Read again, because it has changed: {Files}")]
        public static partial void Reread(ILogger logger, string files);

        [LoggerMessage(111, LogLevel.Warning, "Cannot be read, so what was read before is still used: {Files}: {Cause}")]
        public static partial void Unreadable(ILogger logger, string files, string cause);
    }
}
