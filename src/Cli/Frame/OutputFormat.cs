namespace CanaryJudge.Cli.Frame;

/// <summary>How a command prints its result on standard output.</summary>
internal enum OutputFormat
{
    /// <summary>For people: tables and sentences.</summary>
    Text,

    /// <summary>One JSON object.</summary>
    Json,

    /// <summary>One JSON object a line.</summary>
    Ndjson,
}
