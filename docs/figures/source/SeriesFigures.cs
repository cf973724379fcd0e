using CanaryJudge.Statistics;

namespace CanaryJudge.Figures;

/// <summary>Figures about series: gauges, means, percentiles.</summary>
internal static class SeriesFigures
{
    public static string Shift()
    {
        Traffic traffic = new(8);
        double[] baseline = [.. Enumerable.Range(0, 20).Select(_ => 100 + 4 * traffic.Gaussian())];
        (string Name, string Verdict, double Added, double Noise, string Colour)[] cases =
            [("same as before", "inside the margin: pass", 0, 4, Plot.Green), ("8 slower, noisy", "across the margin: inconclusive", 8, 9, Plot.Grey), ("18 slower", "beyond the margin: fail", 18, 4, Plot.Orange)];
        Axis y = new("", 0, 4, []);
        Plot values = new("Latency of 20 windows, ms", new("mean latency of a window, ms", 55, 135, Marks(90, 100, 110, 120, 130)), y, 0, 400);
        Plot shifts = new("Shift with its 98 % interval", new("canary minus baseline, ms", -10, 30, Marks(-10, 0, 10, 20, 30)), y, 400, 400);
        shifts.Upright(10, "margin", Plot.Grey).Upright(0, "", Plot.Grey);
        values.Dots(baseline.Select((v, i) => (v, 3.45 + 0.03 * (i % 7))), Plot.Blue).Label(55, 3.5, "baseline", Plot.Blue, 0, 4);
        for (int i = 0; i < cases.Length; i++)
        {
            (string name, string verdict, double added, double noise, string colour) = cases[i];
            double[] canary = [.. Enumerable.Range(0, 20).Select(_ => 100 + added + noise * traffic.Gaussian())];
            double row = 2.5 - i;
            values.Dots(canary.Select((v, k) => (v, row - 0.05 + 0.03 * (k % 7))), colour).Label(55, row, name, colour, 0, 4);
            ShiftInterval interval = HodgesLehmann.Interval(canary, baseline, 0.98);
            shifts.Line([(interval.Lower, row), (interval.Upper, row)], colour, null, 3).Dots([(interval.Shift, row)], colour, 5).Label(interval.Shift, row, verdict, colour, 0, -14, "middle");
        }

        return Plot.Join("Three canaries against one baseline, and the shift with its interval beside the margin", 800, 380, values, shifts);
    }

    public static string Memory()
    {
        const int rollouts = 1500, windows = 30;
        double[] correlations = [0, 0.2, 0.4, 0.6, 0.8, 0.9];
        List<(double X, double Y)> plain = [], learned = [], polled = [];
        Traffic traffic = new(9);
        double[] work = new double[SignedRank.ScratchLength(windows)];
        SeriesScale scale = SeriesScale.Absolute(1);
        SeriesPrior prior = SeriesPrior.WithoutHistory(scale);
        foreach (double correlation in correlations)
        {
            int byRanks = 0, atEnd = 0, ever = 0;
            for (int run = 0; run < rollouts; run++)
            {
                double[] differences = traffic.Remembering(windows, correlation);
                if (SignedRank.Test(differences, work, Alternative.Greater).P < 0.05) byRanks++;
                double lastHarm = 0, most = double.NegativeInfinity;
                SeriesEvidence evidence = new(scale, prior, capacity: windows);
                foreach (double difference in differences)
                {
                    evidence.Add(difference);
                    lastHarm = evidence.Levels.LnHarm;
                    most = Math.Max(most, lastHarm);
                }

                atEnd += lastHarm >= Math.Log(20) ? 1 : 0;
                ever += most >= Math.Log(20) ? 1 : 0;
            }

            plain.Add((correlation, 100.0 * byRanks / rollouts));
            learned.Add((correlation, 100.0 * atEnd / rollouts));
            polled.Add((correlation, 100.0 * ever / rollouts));
        }

        Plot plot = new("False alarms when neighbouring windows resemble each other", new("correlation between neighbouring windows", 0, 0.9, Marks(0, 0.2, 0.4, 0.6, 0.8)),
            new("false alarms, %", 0, 40, Marks(0, 5, 10, 20, 30, 40)));
        plot.Level(5, "", Plot.Grey).Line(plain, Plot.Purple).Line(polled, Plot.Blue).Line(learned, Plot.Green)
            .Label(0.7, 26, "5 % signed-rank test, once after 30 windows", Plot.Purple, -10, -30, "end")
            .Label(0.9, polled[^1].Y, "evidence above 20 at any of 30 looks", Plot.Blue, -4, -18, "end").Label(0.6, learned[3].Y, "at the last look", Plot.Green, 4, -8);
        return Plot.Join("False alarms against the correlation of neighbouring windows", 720, 380, plot);
    }

    private static (double, string)[] Marks(params double[] at) => [.. at.Select(value => (value, value.ToString(System.Globalization.CultureInfo.InvariantCulture)))];
}
