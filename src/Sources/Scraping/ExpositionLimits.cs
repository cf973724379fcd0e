namespace CanaryJudge.Sources.Scraping;

/// <summary>How much one exposition may hold. What goes beyond is a named problem, so that no target can exhaust memory.</summary>
public sealed record ExpositionLimits
{
    /// <summary>Bytes of the whole text, after decompression. 1 KiB to 1 GiB. Default: 32 MiB.</summary>
    public int MaxBytes { get; init; } = 32 << 20;

    /// <summary>Bytes of one line. 64 to 16 MiB. Default: 64 KiB.</summary>
    public int MaxLineBytes { get; init; } = 64 << 10;

    /// <summary>Points of the whole text; one a line. 1 to 10,000,000. Default: 100,000.</summary>
    public int MaxPoints { get; init; } = 100_000;

    /// <summary>Labels of one series, its name not counted. 1 to 1,000. Default: 64.</summary>
    public int MaxLabels { get; init; } = 64;

    /// <summary>Bytes of a metric's name, a label's name or a label's value as written. 16 to 1 MiB. Default: 4,096.</summary>
    public int MaxLabelBytes { get; init; } = 4096;

    internal void Check()
    {
        OptionRange.Check(MaxBytes, 1 << 10, 1 << 30, nameof(MaxBytes));
        OptionRange.Check(MaxLineBytes, 64, 16 << 20, nameof(MaxLineBytes));
        OptionRange.Check(MaxPoints, 1, 10_000_000, nameof(MaxPoints));
        OptionRange.Check(MaxLabels, 1, 1000, nameof(MaxLabels));
        OptionRange.Check(MaxLabelBytes, 16, 1 << 20, nameof(MaxLabelBytes));
    }
}
