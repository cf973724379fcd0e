using CanaryJudge.Analyzer.Rollouts.Webhooks;
using CanaryJudge.Analyzer.Settings;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Hooks.Flux;

/// <summary>The keys that Flux signs with, from Hooks:Flux:SecretFile.</summary>
internal sealed class FluxKeys
{
    private readonly RereadFiles<IReadOnlyList<byte[]>>? _keys;

    /// <summary>Reads them for the first time.</summary>
    public FluxKeys(IOptions<HookOptions> options, TimeProvider clock, ILogger<FluxKeys> logger)
    {
        if (options.Value.Flux.SecretFile.Length > 0) _keys = new([options.Value.Flux.SecretFile], contents => Read(contents[0]), clock, logger);
    }

    /// <summary>True when they are set up: then events must be signed.</summary>
    public bool IsOn => _keys is not null;

    /// <summary>The keys as they are now.</summary>
    public IReadOnlyList<byte[]> Current => _keys?.Current ?? [];

    /// <summary>The keys of a file: its lines; and all of it, as Flux takes the token of a Secret byte by byte, with a line break at its end when it has one.</summary>
    /// <exception cref="InvalidDataException">There is no key, a short one, or more than two.</exception>
    public static IReadOnlyList<byte[]> Read(byte[] content) => [.. WebhookSecret.Read(content).Keys, content];
}
