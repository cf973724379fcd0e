using CanaryJudge.Cli.Frame;
using CanaryJudge.Statistics;

namespace CanaryJudge.Cli.Comparing;

/// <summary>Everything that is printed about one comparison.</summary>
internal sealed record CompareReport
{
    /// <summary>The baseline's numbers.</summary>
    public required NumbersSummary Baseline { get; init; }

    /// <summary>The canary's numbers.</summary>
    public required NumbersSummary Canary { get; init; }

    /// <summary>U of the canary, and p.</summary>
    public required MannWhitneyResult Test { get; init; }

    /// <summary>Which departure p and the interval look for, said of the canary.</summary>
    public required Alternative Alternative { get; init; }

    /// <summary>By how much the canary exceeds the baseline, with the interval and the confidence it really has.</summary>
    public required ShiftInterval Shift { get; init; }

    /// <summary>The confidence that was asked for, inside (0, 1).</summary>
    public required double Confidence { get; init; }

    /// <summary>How often a canary's number beats one of the baseline.</summary>
    public required EffectSize Effect { get; init; }

    /// <summary>Where the interval lies against the margin; null when none was given.</summary>
    public required MarginFinding? Margin { get; init; }

    /// <summary>Compares.</summary>
    /// <param name="inputs">What was asked for.</param>
    /// <param name="baseline">At least one number.</param>
    /// <param name="canary">At least one number.</param>
    /// <exception cref="CommandFailedException">The exact method cannot serve so many numbers, or the margin is a share of 0.</exception>
    public static CompareReport Of(CompareInputs inputs, NumbersFile baseline, NumbersFile canary)
    {
        NumbersSummary before = NumbersSummary.Of(baseline);
        (MannWhitneyResult test, ShiftInterval shift) = Measure(inputs, baseline.Values, canary.Values);
        return new()
        {
            Baseline = before,
            Canary = NumbersSummary.Of(canary),
            Test = test,
            Alternative = inputs.Alternative,
            Shift = shift,
            Confidence = inputs.Confidence,
            Effect = EffectSize.Of(canary.Values, baseline.Values),
            Margin = inputs.Margin is { } margin ? MarginFinding.Of(margin, before, shift) : null,
        };
    }

    private static (MannWhitneyResult Test, ShiftInterval Shift) Measure(CompareInputs inputs, double[] baseline, double[] canary)
    {
        bool isExact = inputs.Method == "exact";
        MannWhitneyMethod ends = inputs.Method switch { "exact" => MannWhitneyMethod.Exact, "normal" => MannWhitneyMethod.Normal, _ => MannWhitneyMethod.Auto };
        // With ties the exact distribution is that of the permutations of the numbers at hand.
        MannWhitneyMethod counting = isExact && HasTies(baseline, canary) ? MannWhitneyMethod.Permutation : ends;
        try
        {
            return (MannWhitney.Test(canary, baseline, inputs.Alternative, counting), HodgesLehmann.Interval(canary, baseline, inputs.Confidence, inputs.Alternative, ends));
        }
        catch (ArgumentException) when (isExact)
        {
            throw new CommandFailedException(ExitCode.CouldNotJudge, $"--method exact: {baseline.Length} against {canary.Length} numbers are too many to count{(counting == MannWhitneyMethod.Permutation ? " with ties" : "")}. Use --method auto.");
        }
    }

    private static bool HasTies(double[] baseline, double[] canary)
    {
        double[] all = [.. baseline, .. canary];
        Array.Sort(all);
        for (int k = 1; k < all.Length; k++)
        {
            if (all[k] == all[k - 1]) return true;
        }

        return false;
    }
}
