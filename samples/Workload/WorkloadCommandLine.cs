using System.Globalization;
using System.Net;

namespace CanaryJudge.Samples.Workload;

/// <summary>Reads the command line of the sample service.</summary>
internal static class WorkloadCommandLine
{
    public const string Usage = """
        A sample service with a fault on demand: GET /checkout, GET /healthz, GET /metrics, POST /fault?kind=NAME
          --version NAME    label version (v1)
          --instance NAME   label instance (the version with -0)
          --host ADDRESS    where to listen (127.0.0.1; in a container 0.0.0.0)
          --port NUMBER     TCP port (8080; 0 takes a free one)
          --fault NAME      none, errors, latency or leak (none)
          --seed NUMBER     seed of every draw (1)
        """;

    /// <summary>Reads arguments.</summary>
    /// <param name="arguments">Pairs of a name and a value.</param>
    /// <returns>The options, or what is wrong in one line.</returns>
    public static (WorkloadOptions? Options, string Problem) Read(IReadOnlyList<string> arguments)
    {
        var options = new WorkloadOptions { Port = 8080 };
        for (int i = 0; i < arguments.Count; i += 2)
        {
            if (i + 1 == arguments.Count) return (null, $"{arguments[i]} has no value");
            if (With(options, arguments[i], arguments[i + 1]) is not { } next) return (null, $"{arguments[i]} {arguments[i + 1]}: not an option or not a value for it");
            options = next;
        }
        return (options, "");
    }

    private static WorkloadOptions? With(WorkloadOptions options, string name, string value) => name switch
    {
        "--version" when value.Length > 0 => options with { Version = value },
        "--instance" when value.Length > 0 => options with { Instance = value },
        "--host" when IPAddress.TryParse(value, out IPAddress? host) => options with { Host = host },
        "--port" when ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) => options with { Port = port },
        "--fault" when FaultNames.TryParse(value, out Fault fault) => options with { Fault = fault },
        "--seed" when ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed) => options with { Seed = seed },
        _ => null,
    };
}
