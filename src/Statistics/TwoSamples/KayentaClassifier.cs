namespace CanaryJudge.Statistics;

/// <summary>
/// The label that Kayenta's NetflixACAJudge gives one metric: High or Low when the 98 % interval of the shift clears 25 % of the shift itself
/// and the ratio of means reaches the allowed effect size. For teams that migrate: judge kayenta stands on it, and no other.
/// </summary>
/// <remarks>
/// <para>Written from Kayenta's public source (kayenta-judge MannWhitneyClassifier, kayenta-mannwhitney MannWhitney). Its removal of outliers and NaN comes before this.</para>
/// <para>Where we differ, and why:</para>
/// <para>No noise. Kayenta adds Gaussian noise when each side is constant, so its answer may change between runs; the interval has no need of it here: it is the one difference there is.</para>
/// <para>Exact ends. Kayenta searches for the ends with a root finder that stops within 1e-6, which is coarser than many error ratios are large; the root is a jump at one of the differences,
/// so we select that difference. The shift is the median difference, where Kayenta takes whichever point of a flat stretch the search meets.</para>
/// <para>An empty side is NoData. Kayenta passes it when NaN is to be replaced by zero; here missing data is never a pass.</para>
/// <para>Kept, though weak: ties are corrected within each side only, as the interval demands; a baseline of mean zero makes every ratio 1 (reported as ZeroBaseline).</para>
/// </remarks>
public static class KayentaClassifier
{
    /// <summary>Doubles of scratch for so many canary and baseline values.</summary>
    /// <param name="canaryCount">Canary values, at least 0.</param>
    /// <param name="baselineCount">Baseline values, at least 0.</param>
    /// <exception cref="ArgumentException">The scratch would exceed one array.</exception>
    public static int ScratchLength(int canaryCount, int baselineCount) => HodgesLehmann.ScratchLength(canaryCount, baselineCount);

    /// <summary>Labels the canary against the baseline. O((n + m) log(n + m)); allocates nothing.</summary>
    /// <param name="canary">Canary values: in any order, finite, any unit. Not written to. Empty gives NoData.</param>
    /// <param name="baseline">Baseline values: the same unit and rules.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> doubles of the caller's, apart from the samples; overwritten.</param>
    /// <param name="rules">The settings; <see cref="KayentaRules.Default"/> are Kayenta's.</param>
    /// <exception cref="ArgumentException">A NaN or an infinity; a rule out of range; the scratch is short or overlaps.</exception>
    public static KayentaResult Classify(ReadOnlySpan<double> canary, ReadOnlySpan<double> baseline, Span<double> scratch, KayentaRules rules)
    {
        rules.Validate(nameof(rules));
        int n = canary.Length, m = baseline.Length;
        if (n == 0 || m == 0) return new(KayentaClass.NoData, 0, 0, 0, 1, PassesCritical: false, ZeroBaseline: false);
        scratch = Scratch.Take(scratch, ScratchLength(n, m), canary, baseline);
        Span<double> rows = Sample.SortedFinite(canary, scratch, scratch[(n + m)..], nameof(canary));
        Span<double> columns = Sample.SortedFinite(baseline, scratch[n..], scratch[(n + m)..], nameof(baseline));
        double below = Mean(baseline);
        bool zeroBaseline = below == 0;
        if (rows.SequenceEqual(columns) || (rows[0] == rows[^1] && columns[0] == columns[^1] && rows[0] == columns[0]))
            return new(KayentaClass.Pass, 0, 0, 0, 1, PassesCritical: false, zeroBaseline);

        double deviation = zeroBaseline ? 1 : Mean(canary) / below;
        (double shift, double lower, double upper) = Interval(rows, columns, scratch[(n + m)..], rules.Level);
        double tolerated = rules.Tolerance * Math.Abs(shift);
        if (rules.Direction != KayentaDirection.Decrease && lower > tolerated && deviation >= rules.AllowedIncrease)
            return new(KayentaClass.High, shift, lower, upper, deviation, deviation >= rules.CriticalIncrease, zeroBaseline);
        if (rules.Direction != KayentaDirection.Increase && upper < -tolerated && deviation <= rules.AllowedDecrease)
            return new(KayentaClass.Low, shift, lower, upper, deviation, deviation <= rules.CriticalDecrease, zeroBaseline);
        return new(KayentaClass.Pass, shift, lower, upper, deviation, PassesCritical: false, zeroBaseline);
    }

    /// <summary>As the overload with scratch, which it rents from the shared pool.</summary>
    /// <inheritdoc cref="Classify(ReadOnlySpan{double}, ReadOnlySpan{double}, Span{double}, KayentaRules)"/>
    public static KayentaResult Classify(ReadOnlySpan<double> canary, ReadOnlySpan<double> baseline, KayentaRules rules)
    {
        using RentedScratch rented = new(ScratchLength(canary.Length, baseline.Length));
        return Classify(canary, baseline, rented.Span, rules);
    }

    /// <summary>The shift and the differences at which the tie-corrected, continuity-corrected z crosses the normal quantiles.</summary>
    private static (double Shift, double Lower, double Upper) Interval(Span<double> rows, Span<double> columns, Span<double> work, double level)
    {
        int n = rows.Length, m = columns.Length;
        double deviation = RankSumTail.Deviation(n, m, Ranking.Of(rows, default).TieCubes + Ranking.Of(columns, default).TieCubes);
        RankSumQuantile quantile = RankSumQuantile.Normal(n, m, (1 - level) / 2, deviation);
        PairSums differences = HodgesLehmann.Differences(rows, columns, work);
        return (differences.Median(), differences.Select(quantile.Rank), differences.Select(differences.Count + 1 - quantile.Rank));
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values) sum += value;
        if (double.IsFinite(sum)) return sum / values.Length;
        double mean = 0;
        foreach (double value in values) mean += value / values.Length;
        return mean;
    }
}
