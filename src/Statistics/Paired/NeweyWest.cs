namespace CanaryJudge.Statistics;

/// <summary>
/// The long-run variance of a series of windows, which allows for their autocorrelation: K times the variance of their mean.
/// Biased low below about 30 windows: prefer <see cref="AutocorrelationTime"/> there.
/// </summary>
/// <remarks>Newey and West (1987), Econometrica 55, 703-708: g_0 + 2 Σ (1 - l/(L + 1)) g_l with g_l = 1/K Σ (d_k - m)(d_{k-l} - m). Never negative but for rounding.</remarks>
public static class NeweyWest
{
    /// <summary>The usual number of lags, floor(4 (K/100)^(2/9)), at most K - 1 (Newey and West 1994).</summary>
    /// <param name="count">Windows K, at least 2.</param>
    /// <exception cref="ArgumentException">Fewer than two windows.</exception>
    public static int DefaultLags(int count)
    {
        if (count < 2) throw new ArgumentException($"{count} window(s) have no autocorrelation: two are needed.", nameof(count));
        return Math.Min(count - 1, (int)Math.Floor(4 * Math.Pow(count / 100.0, 2.0 / 9)));
    }

    /// <summary>The long-run variance, in the square of the windows' unit. O(K · lags), no scratch, nothing allocated.</summary>
    /// <param name="windows">At least two finite values, evenly spaced in order of time. Not written to.</param>
    /// <param name="lags">L, from 0 (the plain variance, divided by K) to K - 1.</param>
    /// <returns>0 when all windows are equal; +infinity when the variance exceeds the range of double.</returns>
    /// <exception cref="ArgumentException">Fewer than two windows, a NaN or an infinity; the lags are out of range.</exception>
    public static double LongRunVariance(ReadOnlySpan<double> windows, int lags)
    {
        Sample.RequireFinite(windows, nameof(windows));
        if (windows.Length < 2) throw new ArgumentException("One window has no variance: two are needed.", nameof(windows));
        if (lags < 0 || lags >= windows.Length) throw new ArgumentException($"{lags} lags do not fit {windows.Length} windows: from 0 to {windows.Length - 1} do.", nameof(lags));

        // A power of two near the largest magnitude keeps sums and squares in range and changes no digit.
        double largest = 0;
        foreach (double value in windows) largest = Math.Max(largest, Math.Abs(value));
        if (largest == 0) return 0;
        int exponent = Math.Max(Math.ILogB(largest), -1022);
        double scale = Math.ScaleB(1, -exponent), mean = 0;
        foreach (double value in windows) mean += value * scale;
        mean /= windows.Length;
        double variance = Product(windows, 0, scale, mean);
        for (int lag = 1; lag <= lags; lag++) variance += 2 * (1 - (lag / (lags + 1.0))) * Product(windows, lag, scale, mean);
        return Math.ScaleB(variance / windows.Length, 2 * exponent);
    }

    /// <summary>The long-run variance with <see cref="DefaultLags"/>.</summary>
    /// <inheritdoc cref="LongRunVariance(ReadOnlySpan{double}, int)"/>
    public static double LongRunVariance(ReadOnlySpan<double> windows) =>
        LongRunVariance(windows, windows.Length < 2 ? 0 : DefaultLags(windows.Length));

    private static double Product(ReadOnlySpan<double> windows, int lag, double scale, double mean)
    {
        double sum = 0;
        for (int k = lag; k < windows.Length; k++) sum += ((windows[k] * scale) - mean) * ((windows[k - lag] * scale) - mean);
        return sum;
    }
}
