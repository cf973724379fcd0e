namespace CanaryJudge.Analyzer.Grpc;

/// <summary>The bounds of one call, so that no request can take the service's memory or time. Section Limits.</summary>
internal sealed class LimitOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Limits";

    /// <summary>Size of one request message, protobuf or JSON, in bytes. 1024 to 64 MiB. Default: 4 MiB.</summary>
    public int MessageBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Metrics of a policy. 1 to 100. Default: 100.</summary>
    public int Metrics { get; set; } = 100;

    /// <summary>Windows of one metric and side, history included. 1 to 20000. Default: 10000.</summary>
    public int Windows { get; set; } = 10_000;

    /// <summary>Matchers of one scope. 1 to 100. Default: 20.</summary>
    public int Matchers { get; set; } = 20;

    /// <summary>Buckets of one histogram sent by the caller. 1 to 10000. Default: 1000.</summary>
    public int Buckets { get; set; } = 1_000;

    /// <summary>Time of one call in seconds, when the caller sets no shorter deadline. 1 to 600. Default: 60.</summary>
    public int CallSeconds { get; set; } = 60;
}
