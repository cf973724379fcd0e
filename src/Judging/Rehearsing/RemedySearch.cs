using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Rehearsing;

/// <summary>Rehearses one metric under other margins, horizons and shares until it can be decided. Each step is judged by the same code; more is taken to never decide less, so steps are halved.</summary>
internal sealed class RemedySearch
{
    /// <summary>A metric can be decided when this share of its healthy rehearsals passes by the horizon; harm can be seen when this share of the harmed is rolled back.</summary>
    public const double Enough = 0.8;

    // Enough to tell 0.8 from 0.6 or 0.95, and few enough that a search takes seconds.
    private const int MostRollouts = 60;

    private static readonly double[] Margins = [0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 15, 20, 30, 40];
    private static readonly double[] Horizons = [1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8];
    private static readonly double[] Shares = [1.25, 1.5, 2, 2.5, 3, 4, 5, 7, 10, 15, 20];
    private static readonly double[] Harms = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.2, 1.4, 1.6, 1.8, 2, 2.5, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50, 100];

    private readonly Past past;
    private readonly RehearsalSettings settings;
    private readonly Stage stage;
    private readonly IRepetition repetition;

    /// <summary>A search over one past.</summary>
    public RemedySearch(Past past, RehearsalSettings settings, IRepetition repetition)
    {
        this.past = past;
        this.settings = settings with { Rollouts = Math.Min(settings.Rollouts, MostRollouts) };
        this.repetition = repetition;
        stage = new Stage(past, this.settings);
    }

    /// <summary>What would let metric m be decided.</summary>
    public Remedy Of(int m) => new(Horizon(m), MarginFactor(m), Share(m));

    /// <summary>The smallest factor on metric m's margin with which it can be decided within the horizon, from 0.1 to 40; null when there is none.</summary>
    public double? MarginFactor(int m)
    {
        MetricPolicy metric = past.Policy.Metrics[m];
        double most = metric is { Kind: MetricKind.Ratio, Margin.IsRelative: false } ? 1 : double.PositiveInfinity;
        return First([.. Margins.Where(f => f * metric.Margin.Value < most)], factor => IsDecided(stage, WithMargin(past.Policy, m, factor), m));
    }

    /// <summary>The smallest harm of metric m, in margins from 0.5 to 100, that is seen within the horizon; null when there is none.</summary>
    public double? SmallestHarm(int m) => First(Harms, size => IsSeen(m, new Injection(InjectionKind.Shift, size)));

    private int? Horizon(int m)
    {
        double? factor = First([.. Horizons.Where(f => past.Policy.Horizon * f <= PolicyLimits.Windows)], f => IsDecided(stage, WithHorizon(past.Policy, f), m));
        return factor is double found ? WithHorizon(past.Policy, found).Horizon : null;
    }

    private double? Share(int m)
    {
        if (past.Metrics[m].Other is not null || past.Policy.Metrics[m].Kind == MetricKind.Series) return null;
        double[] tried = [.. Shares.Select(f => f * settings.Share).Where(s => s < 0.5), 0.5];
        return First(tried, share => IsDecided(new Stage(past, settings with { Share = share }), past.Policy, m));
    }

    private bool IsDecided(Stage on, CanaryPolicy policy, int m)
    {
        Rehearsed[] results = repetition.Repeat($"{policy.Metrics[m].Name}, what would decide it", on.Rollouts, i => Rehearsal.One(on, policy, m, i, injection: null));
        return Chances.From(results, VerdictOutcome.Promote).Share >= Enough;
    }

    private bool IsSeen(int m, Injection harm)
    {
        Rehearsed[] results = repetition.Repeat($"{past.Policy.Metrics[m].Name}, the smallest harm", stage.Rollouts, i => Rehearsal.One(stage, past.Policy, m, i, harm));
        return Chances.From(results, VerdictOutcome.Rollback).Share >= Enough;
    }

    private static double? First(double[] steps, Func<double, bool> isEnough)
    {
        if (steps.Length == 0 || !isEnough(steps[^1])) return null;
        (int low, int high) = (0, steps.Length - 1);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (isEnough(steps[middle])) high = middle;
            else low = middle + 1;
        }

        return steps[high];
    }

    private static CanaryPolicy WithMargin(CanaryPolicy policy, int m, double factor) => policy with { Metrics = [.. policy.Metrics.Select((metric, k) => k == m ? metric with { Margin = Scaled(metric.Margin, factor) } : metric)] };

    private static CanaryPolicy WithHorizon(CanaryPolicy policy, double factor) => policy with { Horizon = (int)Math.Ceiling(policy.Horizon * factor) };

    /// <summary>A margin times a factor, its floor alike.</summary>
    public static Margin Scaled(Margin margin, double factor) => margin.IsRelative ? Margin.Relative(margin.Value * factor, margin.Floor * factor) : Margin.Absolute(margin.Value * factor);
}
