using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Cli.Demo;

/// <summary>The policy that the demo judges by: samples/policies/demo.yaml, carried in the program.</summary>
internal static class DemoPolicy
{
    /// <summary>Reads it.</summary>
    /// <param name="interval">The length of a window in its place; null for its own.</param>
    /// <exception cref="InvalidDataException">The program was built with a policy that is wrong.</exception>
    public static CanaryPolicy Read(TimeSpan? interval)
    {
        using Stream stream = typeof(DemoPolicy).Assembly.GetManifestResourceStream("demo.yaml")
            ?? throw new InvalidDataException("The program was built without its demo policy.");
        using var reader = new StreamReader(stream);
        PolicyResult read = PolicyParser.Parse(reader.ReadToEnd());
        CanaryPolicy policy = read.Policy ?? throw new InvalidDataException($"The demo policy is wrong: {read.Violations[0].Message}");
        return interval is { } length ? policy with { Interval = length } : policy;
    }
}
