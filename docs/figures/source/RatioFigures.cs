using CanaryJudge.Statistics;

namespace CanaryJudge.Figures;

/// <summary>Figures about error ratios: 1,000 requests a side a window, 1 % errors, a margin of half a percentage point.</summary>
internal static class RatioFigures
{
    private const int Requests = 1000, Windows = 60;
    private const double Share = 0.01, HalfAPoint = 0.005;
    private static readonly Axis WindowAxis = new("windows since the start", 0, Windows, Marks(0, 10, 20, 30, 40, 50, 60));

    public static string LookingOften()
    {
        const int rollouts = 2000;
        double[] score = new double[Windows + 1], ranks = new double[Windows + 1], evidence = new double[Windows + 1];
        Traffic traffic = new(1);
        double[] state = new double[RatioEvidence.StateLength], canaryShares = new double[Windows], baselineShares = new double[Windows];
        for (int run = 0; run < rollouts; run++)
        {
            Array.Clear(state);
            RatioEvidence sequential = new(state, RatioScale.Share(HalfAPoint), RatioPrior.WithoutHistory);
            double cx = 0, bx = 0;
            int byScore = Windows + 1, byRanks = Windows + 1, byEvidence = Windows + 1;
            for (int k = 0; k < Windows; k++)
            {
                RatioCounts canary = traffic.Window(Requests, Share), baseline = traffic.Window(Requests, Share);
                sequential.Add(canary, baseline);
                (cx, bx) = (cx + canary.Events, bx + baseline.Events);
                (canaryShares[k], baselineShares[k]) = (canary.Share, baseline.Share);
                double n = Requests * (k + 1.0);
                if (byScore > Windows && MiettinenNurminen.Test(new(cx, n), new(bx, n), 0, Alternative.Greater).P < 0.05) byScore = k + 1;
                if (byRanks > Windows && k >= 4 && MannWhitney.Test(canaryShares.AsSpan(0, k + 1), baselineShares.AsSpan(0, k + 1), Alternative.Greater).P < 0.05) byRanks = k + 1;
                if (byEvidence > Windows && sequential.Evaluate().LnHarm >= Math.Log(20)) byEvidence = k + 1;
            }

            for (int k = 1; k <= Windows; k++)
            {
                score[k] += byScore <= k ? 100.0 / rollouts : 0;
                ranks[k] += byRanks <= k ? 100.0 / rollouts : 0;
                evidence[k] += byEvidence <= k ? 100.0 / rollouts : 0;
            }
        }

        Plot plot = new("Healthy canaries rolled back by looking after every window", WindowAxis, new("rolled back so far, %", 0, 30, Marks(0, 5, 10, 15, 20, 25, 30)));
        plot.Level(5, "what \"5 %\" promises", Plot.Grey)
            .Line(score.Select((y, x) => ((double)x, y)), Plot.Orange).Label(Windows, score[Windows], "5 % score test, looked at every window", Plot.Orange, -4, -10, "end")
            .Line(ranks.Select((y, x) => ((double)x, y)), Plot.Purple).Label(Windows, ranks[Windows], "5 % Mann-Whitney, looked at every window", Plot.Purple, -4, 62, "end")
            .Line(evidence.Select((y, x) => ((double)x, y)), Plot.Blue).Label(Windows, evidence[Windows], "evidence of harm, threshold 20 (5 %)", Plot.Blue, -4, -8, "end");
        return Plot.Join("Share of healthy rollouts rolled back by window, for polled tests and for evidence", 720, 380, plot);
    }

    public static string EvidencePaths()
    {
        Plot healthy = Path("A healthy canary", 0, 22, 0, 16, toHarm: false), harmed = Path("Half a point more errors", HalfAPoint, 22, 400, 7, toHarm: true);
        return Plot.Join("Evidence of harm and of safety over windows, for a healthy canary and for one with half a percentage point more errors", 800, 380, healthy, harmed);
    }

    public static string HowLong()
    {
        const int rollouts = 300;
        double[] added = [0, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.75, 1, 1.5, 2];
        List<(double X, double Y)> back = [], promoted = [], paused = [], median = [];
        Traffic traffic = new(3);
        double[] state = new double[RatioEvidence.StateLength];
        foreach (double points in added)
        {
            int rolledBack = 0, passed = 0;
            List<int> decided = [];
            for (int run = 0; run < rollouts; run++)
            {
                Array.Clear(state);
                RatioEvidence evidence = new(state, RatioScale.Share(HalfAPoint), RatioPrior.WithoutHistory);
                for (int k = 1; k <= Windows; k++)
                {
                    evidence.Add(traffic.Window(Requests, Share + points / 100), traffic.Window(Requests, Share));
                    EvidenceLevels levels = evidence.Evaluate();
                    bool harm = levels.LnHarm >= Math.Log(100), safe = k >= 5 && levels.LnSafe >= Math.Log(20);
                    if (!harm && !safe) continue;
                    if (harm) rolledBack++;
                    else passed++;
                    decided.Add(k);
                    break;
                }
            }

            decided.AddRange(Enumerable.Repeat(Windows, rollouts - decided.Count));
            decided.Sort();
            back.Add((points, 100.0 * rolledBack / rollouts));
            promoted.Add((points, 100.0 * passed / rollouts));
            paused.Add((points, 100.0 * (rollouts - rolledBack - passed) / rollouts));
            median.Add((points, decided[rollouts / 2]));
        }

        Axis x = new("true difference, percentage points", 0, 2, Marks(0, 0.25, 0.5, 1, 1.5, 2));
        Plot shares = new("What is decided within 60 windows", x, new("rollouts, %", 0, 100, Marks(0, 25, 50, 75, 100)), 0, 400);
        shares.Upright(0.5, "margin", Plot.Grey, 90).Line(promoted, Plot.Green).Line(back, Plot.Orange).Line(paused, Plot.Grey, "3 3")
            .Label(0.5, 36, "promoted", Plot.Green, 6, 0).Label(1.5, 100, "rolled back", Plot.Orange, 0, 18, "middle").Label(0.55, 12, "still on pause", Plot.Grey, 4, 0);
        Plot time = new("How long it takes", x, new("median windows", 0, 60, Marks(0, 10, 20, 30, 40, 50, 60)), 400, 400);
        time.Upright(0.25, "half the margin: the slowest place", Plot.Grey).Line(median, Plot.Blue).Dots(median, Plot.Blue);
        return Plot.Join("Decisions and median windows against the true difference", 800, 380, shares, time);
    }

    public static string NoErrors()
    {
        double[] sizes = [.. Enumerable.Range(0, 60).Select(i => Math.Round(Math.Pow(10, 1.7 + 0.06 * i))).Where(n => n <= 100_000)];
        IEnumerable<(double, double)> bound = sizes.Select(n => (X: n, Y: 100 * MiettinenNurminen.Interval(new(0, n), new(0, n), 0.95, Alternative.Less).Upper));
        IEnumerable<(double, double)> one = sizes.Select(n => (X: n, Y: 100 * MiettinenNurminen.Interval(new(1, n), new(0, n), 0.95, Alternative.Less).Upper));
        double enough = sizes.First(n => MiettinenNurminen.Interval(new(0, n), new(0, n), 0.95, Alternative.Less).Upper < HalfAPoint);
        Plot plot = new("Zero errors on both sides: what is still possible",
            new("requests a side", 50, 100_000, [(100, "100"), (1000, "1,000"), (10_000, "10,000"), (100_000, "100,000")], true),
            new("largest added share not ruled out, points", 0.002, 10, [(0.01, "0.01"), (0.1, "0.1"), (1, "1"), (10, "10")], true));
        plot.Level(0.5, "margin 0.5 points", Plot.Grey).Line(bound, Plot.Blue).Line(one, Plot.Orange)
            .Upright(enough, $"about {Math.Round(enough / 50) * 50:0} requests", Plot.Grey, 12)
            .Label(3000, 100 * MiettinenNurminen.Interval(new(1, 3000), new(0, 3000), 0.95, Alternative.Less).Upper, "one canary error", Plot.Orange, 8, -6)
            .Label(3000, 100 * MiettinenNurminen.Interval(new(0, 3000), new(0, 3000), 0.95, Alternative.Less).Upper, "no errors", Plot.Blue, -8, 20, "end");
        return Plot.Join("Upper 95 % bound of the added error share against requests a side when there are no errors", 720, 380, plot);
    }

    public static string Bursts()
    {
        const int rollouts = 800;
        int[] clumps = [1, 2, 4, 6, 8, 10];
        List<(double X, double Y)> once = [], key = [], both = [];
        Traffic traffic = new(5);
        double[] state = new double[RatioEvidence.StateLength];
        foreach (int clump in clumps)
        {
            int single = 0, conditional = 0, evidence = 0;
            for (int run = 0; run < rollouts; run++)
            {
                Array.Clear(state);
                RatioEvidence sequential = new(state, RatioScale.Share(HalfAPoint), RatioPrior.WithoutHistory);
                double cx = 0, bx = 0;
                bool byKey = false, byBoth = false;
                for (int k = 0; k < Windows; k++)
                {
                    RatioCounts canary = traffic.Window(Requests, Share, clump), baseline = traffic.Window(Requests, Share, clump);
                    sequential.Add(canary, baseline);
                    (cx, bx) = (cx + canary.Events, bx + baseline.Events);
                    byKey |= sequential.LnConditional() >= Math.Log(100);
                    byBoth |= sequential.Evaluate().LnHarm >= Math.Log(100);
                }

                if (MiettinenNurminen.Test(new(cx, Requests * Windows), new(bx, Requests * Windows), 0, Alternative.Greater).P < 0.01) single++;
                conditional += byKey ? 1 : 0;
                evidence += byBoth ? 1 : 0;
            }

            once.Add((clump, 100.0 * single / rollouts));
            key.Add((clump, 100.0 * conditional / rollouts));
            both.Add((clump, 100.0 * evidence / rollouts));
        }

        Plot plot = new("Healthy canaries rolled back when errors come in bursts",
            new("dispersion: variance between windows over that of independent errors", 1, 10, Marks(1, 2, 4, 6, 8, 10)), new("rolled back, %", 0, 50, Marks(0, 10, 20, 30, 40, 50)));
        plot.Line(once, Plot.Purple).Line(key, Plot.Orange).Line(both, Plot.Blue).Level(1, "", Plot.Grey)
            .Label(10, once[^1].Y, "1 % score test, once, after 60 windows", Plot.Purple, -4, 52, "end").Label(6, key[3].Y, "conditional binomial alone, every window", Plot.Orange, -4, -14, "end")
            .Label(10, both[^1].Y, "evidence with both keys, every window (1 %)", Plot.Blue, -4, -12, "end");
        return Plot.Join("False rollbacks against the dispersion of errors, for one test and for evidence", 720, 380, plot);
    }

    private static Plot Path(string title, double added, int windows, double left, int seed, bool toHarm)
    {
        Traffic traffic = new(seed);
        RatioEvidence evidence = new(new double[RatioEvidence.StateLength], RatioScale.Share(HalfAPoint), RatioPrior.WithoutHistory);
        List<(double X, double Y)> harm = [(0, 0)], safe = [(0, 0)];
        for (int k = 1; k <= windows; k++)
        {
            evidence.Add(traffic.Window(Requests, Share + added), traffic.Window(Requests, Share));
            EvidenceLevels levels = evidence.Evaluate();
            harm.Add((k, levels.LnHarm / Math.Log(10)));
            safe.Add((k, levels.LnSafe / Math.Log(10)));
        }

        Axis y = new("evidence (odds against chance)", -5, 5, [(-4, "1/10,000"), (-2, "1/100"), (0, "1"), (2, "100"), (4, "10,000")]);
        Plot plot = new(title, new("windows", 0, windows, Marks(0, 5, 10, 15, 20)), y, left, 400);
        plot.Level(2, "roll back at 100", Plot.Orange, atLeft: true).Level(Math.Log10(20), "promote at 20", Plot.Green, below: true).Line(harm, Plot.Orange).Line(safe, Plot.Green);
        (List<(double X, double Y)> up, List<(double X, double Y)> down) = toHarm ? (harm, safe) : (safe, harm);
        return plot.Label(up[16].X, up[16].Y, toHarm ? "harm" : "safety", toHarm ? Plot.Orange : Plot.Green, -4, -12, "end").Label(down[16].X, down[16].Y, toHarm ? "safety" : "harm", toHarm ? Plot.Green : Plot.Orange, 0, -10, "start");
    }

    private static (double, string)[] Marks(params double[] at) => [.. at.Select(value => (value, value.ToString(System.Globalization.CultureInfo.InvariantCulture)))];
}
