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

    /// <summary>Calls a second of one caller: who signed in, else the address that calls. 1 to 100000. Default: 50.</summary>
    public int CallsPerSecond { get; set; } = 50;

    /// <summary>Calls of one caller that may come at once, after a quiet time. 1 to 100000. Default: 500.</summary>
    public int CallBurst { get; set; } = 500;

    /// <summary>Watches of one caller at a time. 1 to 10000. Default: 100.</summary>
    public int WatchesPerCaller { get; set; } = 100;

    /// <summary>Watches of all callers at a time, at this replica. 1 to 100000. Default: 1000.</summary>
    public int Watches { get; set; } = 1_000;
}
