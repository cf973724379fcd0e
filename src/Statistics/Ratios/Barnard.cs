namespace CanaryJudge.Statistics;

/// <summary>
/// Barnard's unconditional exact test of two shares: the chance of a pooled z at least as extreme, at the common share that makes it largest. Sharper than Fisher's test for
/// small counts, at the same guarantee.
/// </summary>
/// <remarks>
/// The largest value is sought on a grid of the arcsine of the root of the share, fine against the test's own scale, and refined at each summit: about 1e-9 relative.
/// O((n_C + n_B)^1.5). Barnard (1947), Biometrika 34, 123-138; Suissa and Shuster (1985), J. R. Statist. Soc. A 148, 317-327.
/// </remarks>
public static class Barnard
{
    /// <summary>The largest number of trials of both sides together: beyond it Miettinen-Nurminen is as good and thousands of times faster.</summary>
    public const int MaxTrials = 20_000;

    private const double TieTolerance = 1e-10;

    /// <summary>Doubles of scratch that <see cref="P"/> needs.</summary>
    /// <param name="canaryTrials">Canary trials, whole.</param>
    /// <param name="baselineTrials">Baseline trials, whole.</param>
    /// <returns>2 (n_C + n_B) plus a grid of 8 sqrt(n_C + n_B) + 66, and 4.</returns>
    /// <exception cref="ArgumentException">There are more than <see cref="MaxTrials"/> trials, or a number is NaN, below 1 or not whole.</exception>
    public static int ScratchLength(double canaryTrials, double baselineTrials)
    {
        RatioCounts canary = new(0, canaryTrials), baseline = new(0, baselineTrials);
        RatioCounts.CheckWhole(canary, baseline);
        double all = canaryTrials + baselineTrials;
        if (all > MaxTrials) throw new ArgumentException($"There are {all:R} trials: at most {MaxTrials} are enumerated, use MiettinenNurminen for more.", nameof(canaryTrials));
        return 2 * (int)all + GridPoints(all) + 4;
    }

    /// <summary>The p-value for equal shares.</summary>
    /// <param name="canary">Canary counts, whole.</param>
    /// <param name="baseline">Baseline counts, whole.</param>
    /// <param name="alternative">Greater: the canary's share is higher. TwoSided: as far from equality to either side.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> doubles; overwritten.</param>
    /// <returns>p in (0, 1].</returns>
    /// <exception cref="ArgumentException">A count is not whole or a default value, there are too many trials, or the scratch is too short.</exception>
    public static double P(in RatioCounts canary, in RatioCounts baseline, Alternative alternative, Span<double> scratch)
    {
        RatioCounts.CheckWhole(canary, baseline);
        scratch = Scratch.Take(scratch, ScratchLength(canary.Trials, baseline.Trials), default);
        return alternative switch
        {
            Alternative.Greater => Largest(canary, baseline, PooledZ(canary.Events, canary.Trials, baseline.Events, baseline.Trials), bothSides: false, scratch),
            Alternative.Less => Largest(baseline, canary, PooledZ(baseline.Events, baseline.Trials, canary.Events, canary.Trials), bothSides: false, scratch),
            Alternative.TwoSided => Largest(canary, baseline, Math.Abs(PooledZ(canary.Events, canary.Trials, baseline.Events, baseline.Trials)), bothSides: true, scratch),
            _ => throw new ArgumentException($"The alternative {alternative} is not known: use TwoSided, Greater or Less.", nameof(alternative)),
        };
    }

    private static double Largest(in RatioCounts first, in RatioCounts second, double z, bool bothSides, Span<double> scratch)
    {
        if (bothSides && z == 0) return 1; // every table is as extreme
        int n = (int)first.Trials, m = (int)second.Trials, points = GridPoints(n + m);
        Span<double> limits = scratch[..(n + 1)], mirrored = scratch.Slice(n + 1, m + 1);
        Span<double> cumulative = scratch.Slice(n + m + 2, Math.Max(n, m) + 1), grid = scratch.Slice(n + m + 2 + Math.Max(n, m) + 1, points);
        Limits(n, m, z, limits);
        if (bothSides) Limits(m, n, z, mirrored);
        else mirrored = default;

        double spacing = Math.PI / 2 / (points - 1), best = 0;
        for (int i = 0; i < points; i++)
        {
            grid[i] = Chance(i * spacing, n, m, limits, mirrored, cumulative);
            best = Math.Max(best, grid[i]);
        }

        double peak = best;
        for (int i = 0; i < points; i++)
        {
            bool summit = (i == 0 || grid[i] >= grid[i - 1]) && (i == points - 1 || grid[i] >= grid[i + 1]);
            if (summit && grid[i] >= 0.9 * peak) best = Math.Max(best, Refine(Math.Max(0, i - 1) * spacing, Math.Min(points - 1, i + 1) * spacing, n, m, limits, mirrored, cumulative));
        }

        return Math.Min(1, best);
    }

    /// <summary>Golden-section search: p is flat at a summit, so 24 halvings by 0.618 leave an error far below 1e-9.</summary>
    private static double Refine(double low, double high, int n, int m, ReadOnlySpan<double> limits, ReadOnlySpan<double> mirrored, Span<double> cumulative)
    {
        const double golden = 0.6180339887498949;
        double left = high - golden * (high - low), right = low + golden * (high - low);
        double atLeft = Chance(left, n, m, limits, mirrored, cumulative), atRight = Chance(right, n, m, limits, mirrored, cumulative);
        for (int step = 0; step < 24; step++)
        {
            if (atLeft >= atRight)
            {
                (high, right, atRight) = (right, left, atLeft);
                left = high - golden * (high - low);
                atLeft = Chance(left, n, m, limits, mirrored, cumulative);
            }
            else
            {
                (low, left, atLeft) = (left, right, atRight);
                right = low + golden * (high - low);
                atRight = Chance(right, n, m, limits, mirrored, cumulative);
            }
        }

        return Math.Max(atLeft, atRight);
    }

    /// <summary>For each outcome of the first side the largest outcome of the second one that is as extreme, -1 for none: it never falls, so one walk finds them all.</summary>
    private static void Limits(int n, int m, double z, Span<double> limits)
    {
        int y = -1;
        double least = z - TieTolerance * Math.Max(1, Math.Abs(z));
        for (int x = 0; x <= n; x++)
        {
            while (y < m && PooledZ(x, n, y + 1, m) >= least) y++;
            limits[x] = y;
        }
    }

    private static double PooledZ(double x, double n, double y, double m)
    {
        double events = x + y, all = n + m, others = all - events;
        return events == 0 || others == 0 ? 0 : (x * m - y * n) / Math.Sqrt(events * others) * Math.Sqrt(all / n / m);
    }

    /// <summary>The chance of an extreme table at common share sin²(angle).</summary>
    private static double Chance(double angle, int n, int m, ReadOnlySpan<double> limits, ReadOnlySpan<double> mirrored, Span<double> cumulative)
    {
        double p = Math.Sin(angle), q = Math.Cos(angle);
        (p, q) = (p * p, q * q);
        double chance = OneSide(p, q, n, m, limits, cumulative);
        return mirrored.IsEmpty ? chance : chance + OneSide(p, q, m, n, mirrored, cumulative);
    }

    private static double OneSide(double p, double q, int n, int m, ReadOnlySpan<double> limits, Span<double> cumulative)
    {
        cumulative = cumulative[..(m + 1)];
        Terms(p, q, m, cumulative);
        for (int y = 1; y <= m; y++) cumulative[y] += cumulative[y - 1];
        int mode = Mode(p, n);
        double start = Math.Exp(Binomial.LnTerm(mode, n, p, q)), sum = 0, term = start;
        for (int x = mode; x <= n && term > 0; x++)
        {
            if (limits[x] >= 0) sum += term * cumulative[(int)limits[x]];
            term *= (n - x) / (x + 1.0) * (p / q);
        }

        term = start;
        for (int x = mode; x > 0 && term > 0; x--)
        {
            term *= x / (n - x + 1.0) * (q / p);
            if (limits[x - 1] >= 0) sum += term * cumulative[(int)limits[x - 1]];
        }

        return sum;
    }

    private static void Terms(double p, double q, int n, Span<double> terms)
    {
        int mode = Mode(p, n);
        terms[mode] = Math.Exp(Binomial.LnTerm(mode, n, p, q));
        for (int x = mode; x < n; x++) terms[x + 1] = terms[x] * ((n - x) / (x + 1.0) * (p / q));
        for (int x = mode; x > 0; x--) terms[x - 1] = terms[x] * (x / (n - x + 1.0) * (q / p));
    }

    private static int Mode(double p, int n) => Math.Clamp((int)((n + 1) * p), 0, n);

    private static int GridPoints(double all) => 66 + 8 * (int)Math.Sqrt(all);
}
