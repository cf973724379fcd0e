using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Analyzer.Hooks.Flagger;

/// <summary>What Flagger sends to a webhook.</summary>
/// <remarks>What is missing keeps its default here: the generated reader would set an init-only property that is missing to null.</remarks>
internal sealed record FlaggerBody
{
    private static readonly string[] Known = ["policy", "application", "source", "baseline", "canary"];

    /// <summary>Name of the Canary.</summary>
    public string Name { get; set; } = "";

    /// <summary>Its namespace.</summary>
    public string Namespace { get; set; } = "";

    /// <summary>The phase that it is in.</summary>
    public string Phase { get; set; } = "";

    /// <summary>Tells versions apart, the same for the whole analysis of one.</summary>
    public string Checksum { get; set; } = "";

    /// <summary>What the webhook's metadata in the Canary says: policy, application, source, baseline, canary.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; set; } = new Dictionary<string, string>();

    /// <summary>Everything that is wrong with it, but for what is checked when an analysis starts.</summary>
    public IEnumerable<Violation> Check()
    {
        foreach ((string path, string text) in (IEnumerable<(string, string)>)[("name", Name), ("namespace", Namespace), ("checksum", Checksum)])
        {
            foreach (Violation violation in TextRule.Check(path, text, TextRule.Name)) yield return violation;
        }

        foreach (string unknown in Metadata.Keys.Except(Known)) yield return new($"metadata.{unknown}", $"The metadata has the key '{unknown}', which is not known.", $"The keys are {string.Join(", ", Known)}.");
    }

    /// <summary>What is asked about.</summary>
    public HookSubject ToSubject() => new(Value("application") is { Length: > 0 } application ? application : Name, $"{Namespace}/canaries/{Name}", $"flagger {Checksum}");

    /// <summary>How it is to be judged.</summary>
    public HookRequest ToRequest() => new(Value("policy"), Value("source"), Value("baseline"), Value("canary"));

    private string Value(string key) => Metadata.GetValueOrDefault(key, "");
}
