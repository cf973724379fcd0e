using CanaryJudge.Statistics;

namespace CanaryJudge.Benchmarks.Peers;

/// <summary>evidence/KIND: one more window of both sides and the evidence after it, over rollouts of 60 windows one after the other. "default" is what the default judge keeps. To be held against mwu/cont/10.</summary>
public sealed class EvidenceCases : ICaseFamily
{
    private const int Windows = 60;
    private const int Drawn = 60 * 64;

    public IEnumerable<PeerCase> Cases(string dataFolder, string only)
    {
        (string Name, Func<Func<int, double>> Make)[] all = [("evidence/ratio", () => Ratio(centre: false)), ("evidence/ratio-history", () => Ratio(centre: true)), ("evidence/series", Series), ("evidence/ratio-default", Tempered), ("evidence/series-default", Mixed)];
        return all.Where(one => one.Name.Contains(only, StringComparison.Ordinal)).Select(one => new PeerCase(one.Name, one.Make()));
    }

    private static Func<int, double> Ratio(bool centre)
    {
        Random random = new(1);
        double[] state = new double[RatioEvidence.StateLength];
        double[] events = [.. Enumerable.Range(0, 2 * Drawn).Select(_ => (double)random.Next(2, 20))], trials = [.. Enumerable.Range(0, 2 * Drawn).Select(_ => (double)random.Next(900, 1100))];
        RatioScale scale = RatioScale.Share(0.005);
        RatioPrior prior = RatioPrior.FromHistory(scale, events.AsSpan(0, 30), trials.AsSpan(0, 30), new double[30]);
        return i =>
        {
            if (i % Windows == 0) Array.Clear(state);
            int k = 2 * (i % Drawn);
            RatioEvidence evidence = new(state, scale, prior, centre);
            evidence.Add(events[k], trials[k], events[k + 1], trials[k + 1]);
            return evidence.Evaluate().LnSafe;
        };
    }

    private static Func<int, double> Series()
    {
        Random random = new(2);
        double[] differences = [.. Enumerable.Range(0, Drawn).Select(_ => Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6)];
        SeriesScale scale = SeriesScale.Absolute(2);
        SeriesPrior prior = SeriesPrior.FromHistory(differences.AsSpan(0, 30), scale, 12, 6);
        SeriesEvidence evidence = new(scale, prior, prewhiten: true, centreDispersion: true);
        return i =>
        {
            // A new row once in 60 windows: its arrays are the only bytes.
            if (i % Windows == 0) evidence = new SeriesEvidence(scale, prior, prewhiten: true, centreDispersion: true, Windows);
            evidence.Add(differences[i % Drawn]);
            return evidence.Levels.LnSafe;
        };
    }

    private static Func<int, double> Tempered()
    {
        Random random = new(1);
        double[] state = new double[TemperedRatioEvidence.StateLength];
        double[] events = [.. Enumerable.Range(0, 2 * Drawn).Select(_ => (double)random.Next(2, 20))], trials = [.. Enumerable.Range(0, 2 * Drawn).Select(_ => (double)random.Next(900, 1100))];
        RatioScale scale = RatioScale.Share(0.005);
        BurstPrior prior = BurstPrior.FromHistory(scale, events.AsSpan(0, 30), trials.AsSpan(0, 30), new double[BurstPrior.ScratchLength(30)]);
        return i =>
        {
            if (i % Windows == 0) Array.Clear(state);
            int k = 2 * (i % Drawn);
            TemperedRatioEvidence evidence = new(state, scale, prior);
            evidence.Add(events[k], trials[k], events[k + 1], trials[k + 1]);
            return evidence.Evaluate().LnSafe;
        };
    }

    private static Func<int, double> Mixed()
    {
        Random random = new(2);
        double[] differences = [.. Enumerable.Range(0, Drawn).Select(_ => Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6)];
        SeriesScale scale = SeriesScale.Absolute(2);
        MemoryPrior prior = MemoryPrior.FromHistory(differences.AsSpan(0, 30), scale);
        MixedSeriesEvidence evidence = new(scale, prior);
        return i =>
        {
            // A new row once in 60 windows: its arrays are the only bytes.
            if (i % Windows == 0) evidence = new MixedSeriesEvidence(scale, prior, Windows);
            evidence.Add(differences[i % Drawn]);
            return evidence.Levels.LnSafe;
        };
    }
}
