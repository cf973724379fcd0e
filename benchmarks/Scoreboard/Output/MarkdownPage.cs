using System.Text;

namespace CanaryJudge.Benchmarks.Scoreboard;

/// <summary>docs/scoreboard.md: the tables with the words around them. Every figure in it comes from the run.</summary>
internal static class MarkdownPage
{
    private const double WeakDetection = 0.97;
    private const double WeakPromotion = 0.85;

    /// <summary>The page.</summary>
    public static string Of(Board board, Options options)
    {
        StringBuilder page = new();
        page.Append(Opening(options));
        page.Append("## Every judge\n\n").Append(Tables.Judges(board, options, options.Judges.Where(j => j.Group != ContenderGroup.Undone)).AsMarkdown()).Append('\n');
        page.Append("![False rollbacks against missed harm](figures/").Append(TradeOffFigure.FileName).Append(")\n\n");
        page.Append(Definitions).Append(Rules(options));
        Contender[] ours = [.. options.Judges.Where(j => j.Judge is SequentialRule && j.Group == ContenderGroup.Ours)];
        if (ours.Length > 0) page.Append("## Seed by seed\n\n").Append(Tables.Seeds(board, options, ours.Take(2)).AsMarkdown()).Append('\n');
        foreach (Contender judge in ours.Take(1)) page.Append(Weakness(board, options, judge));
        page.Append(Guarantees);
        page.Append("## Family by family\n\n");
        foreach (Contender judge in ours) page.Append(Tables.Families(board, options, judge).AsMarkdown()).Append('\n');
        page.Append(AgainstTheOracle(board, options));
        Contender[] undone = [.. options.Judges.Where(j => j.Group == ContenderGroup.Undone)];
        if (undone.Length > 0)
        {
            page.Append("## What single rules are worth\n\nThe default judge with one of its rules undone, on the same rollouts ([decision 33](decisions/0033-one-exact-key-and-memory-averaged-over.md), [decision 34](decisions/0034-what-a-faster-verdict-would-cost.md)).\n\n");
            foreach (Contender judge in undone) page.Append($"- `{judge.Name}`: {judge.About}\n");
            page.Append('\n').Append(Tables.Judges(board, options, ours.Take(1).Concat(undone)).AsMarkdown()).Append('\n');
        }

        return page.Append(TheFamilies(options)).ToString();
    }

    private static string Opening(Options options) =>
        $"""
        # Scoreboard

        How often does a judge roll back a healthy canary, and how often does it let a bad one through? We know of no other judge that publishes both on rollouts that anyone can
        simulate again. This page is written by one command, `eng/scoreboard.sh`; the same seeds give the same bytes.

        {options.Families.Count} families of simulated rollouts (listed at the end), seeds {string.Join(", ", options.Seeds)}, {options.Rollouts} rollouts a family and seed, one in three degraded:
        {options.Families.Count * options.Seeds.Count * options.Rollouts:N0} rollouts. A rollout is {Shape.Windows} one-minute windows, the first {Shape.WarmUp} are warm-up; the baseline's {Shape.History} windows before are history.
        Most degraded canaries are worse by exactly the margin, where judging is hardest. Our constants were chosen on seeds 1, 2 and 101 to 106, which are not shown.


        """;

    private const string Definitions =
        """
        - *false rollback*: healthy rollouts rolled back at any window up to the horizon. *promoted*: healthy rollouts promoted by then; the rest stayed on pause.
        - *detected*: degraded rollouts rolled back by the horizon. *wrongly promoted*: degraded ones promoted.
        - *at window*: the median, counted after warm-up, of those that were. Intervals are Wilson's.


        """;

    private const string Guarantees =
        """
        ## Guaranteed, and only measured

        - Guaranteed at every look, by Ville's inequality: the conditional-binomial key of count streams, when errors are independent given both sides' rates. It is only ever held back by what is believed of their clumping.
        - Guaranteed in the limit of many windows only: the safety of counts that clump and the evidence of series, whose dispersion and memory are averaged over. For them the strict thresholds
          (false rollback 0.7 % a rollout over all metrics and looks, wrong promotion 5 % a metric) are nominal, and this page is what supports them.
        - Never guaranteed: everything `calibrated`. Its rates are these measured ones.
        - These are simulations. They hold shared bursts, memory, gaps, cold starts, clock skew and traffic that moves; your service may hold something else.
          [sequential.md](sequential.md) says which assumption each part makes.


        """;

    private static string Rules(Options options)
    {
        StringBuilder text = new("The judges:\n\n");
        foreach (Contender judge in options.Judges.Where(j => j.Group != ContenderGroup.Undone)) text.Append($"- `{judge.Name}`: {judge.About}.\n");
        return text.Append(
            """

            The peers' rules are written from their public documentation and examples, with the benefit of the doubt: directions are set, limits are what a person would write who knows the baseline's
            past and the margin, nobody is asked before the sixth window when the rule has no minimum of its own.

            - Kayenta ([judge](https://spinnaker.io/guides/user/canary/judge)): 98 % Mann-Whitney interval, 25 % tolerance, score thresholds 75 and 95, no critical metrics, no effect size.
            - Flagger ([how it works](https://docs.flagger.app/usage/how-it-works)): one check an interval on the canary alone, failed checks add up, rollback at 5, promotion after 10 passed ones.
            - Argo Rollouts ([analysis](https://argo-rollouts.readthedocs.io/en/stable/features/analysis/)): background analysis every 5 minutes over 5 minutes, `failureLimit: 3`, to the end of the rollout.

            Our fixed judge finds harm only when its whole interval lies beyond the margin, so harm of exactly the margin mostly stays undecided: that is what its low detection says.
            Kayenta, Argo Rollouts and Mann-Whitney promote only at the horizon. Where a limit on the canary alone sits exactly at the margin, a degraded canary passes half of the checks; a tighter limit
            would detect more and roll back more of the healthy.


            """).ToString();
    }

    private static string Weakness(Board board, Options options, Contender judge)
    {
        StringBuilder text = new($"## Where ours is weak\n\nFamilies in which `{judge.Name}` detects less than {Tables.Percent(WeakDetection, 0)} %, promotes less than {Tables.Percent(WeakPromotion, 0)} % of the healthy, or promotes a degraded canary:\n\n");
        foreach (Family family in options.Families)
        {
            Score score = board.Of(judge, family);
            List<string> words = [];
            if (score.DetectedShare < WeakDetection) words.Add($"detects {Tables.Percent(score.DetectedShare, 1)} %");
            if (score.PromotedShare < WeakPromotion) words.Add($"promotes {Tables.Percent(score.PromotedShare, 1)} % of the healthy");
            if (score.WronglyPromoted > 0) words.Add($"promotes {score.WronglyPromoted} of {score.Degraded} degraded");
            if (words.Count > 0) text.Append($"- {family.Name} ({family.About}): {string.Join(", ", words)}.\n");
        }

        return text.Append("\nA rollout that is neither stays on pause: with 20 requests a window there is no evidence to be had, and the verdict says what is missing.\nUnder `missing: hold`, as here, a canary in a crash loop is never rolled back, and is promoted where by chance most of the early windows came. With `missing: fail` three silent windows in a row roll it back.\n\n").ToString();
    }

    private static string AgainstTheOracle(Board board, Options options)
    {
        Contender[] oracles = [.. options.Judges.Where(j => j.Judge is SprtOracle)];
        Contender[] ours = [.. options.Judges.Where(j => j.Judge is SequentialRule && j.Group == ContenderGroup.Ours)];
        Family[] known = [.. options.Families.Where(f => f.KnownRate is not null || f.KnownNoise is not null)];
        if (oracles.Length == 0 || ours.Length == 0 || known.Length == 0) return "";
        Table detected = new(["mean windows on degraded rollouts", .. known.Select(f => f.Name)]), promoted = new(["median windows to promote", .. known.Select(f => f.Name)]);
        foreach (Contender judge in ours.Concat(oracles))
        {
            detected.Add([judge.Name, .. known.Select(f => board.Of(judge, f).MeanOnDegraded.ToString("F2"))]);
            promoted.Add([judge.Name, .. known.Select(f => Tables.Number(board.Of(judge, f).MedianToPromote))]);
        }

        return
            "## Against one who knows\n\nWald's test is the fastest there can be for its error chances, and it is told what nobody knows in production: the true rate, or the true noise and memory. It looks at the pairs alone, " +
            $"as the evidence of series does; the safety of counts also learns a little from how many errors there are. `sprt-oracle-careful` errs about as seldom as `strict`.\n\n{detected.AsMarkdown()}\n{promoted.AsMarkdown()}\n";
    }

    private static string TheFamilies(Options options)
    {
        Table table = new("family", "what happens", "degraded by");
        foreach (Family family in options.Families) table.Add(family.Name, family.About, family.DegradedBy);
        return $"## The families\n\nMargins: 0.5 points on ratios, 0.002 a second on the count, 10 % on series and histograms (0.15 s on the one that is mostly zero).\n\n{table.AsMarkdown()}";
    }
}
