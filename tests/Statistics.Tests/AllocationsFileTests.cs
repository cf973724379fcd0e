namespace CanaryJudge.Statistics.Tests;

/// <summary>What benchmarks/allocations.txt says a call allocates is what it allocates: a change of either is a change of both.</summary>
public sealed class AllocationsFileTests
{
    [Fact]
    public void Allocations_OfEveryOperationInTheFile_AreWhatItSays()
    {
        Dictionary<string, long> measured = [];
        foreach (int n in new[] { 10, 60, 600, 10_000 })
        {
            foreach ((string operation, Action call) in Operations(n))
                measured[operation] = Math.Max(measured.GetValueOrDefault(operation), Least(call));
        }

        Assert.Equal(Committed(), measured);
    }

    private static IEnumerable<(string Operation, Action Call)> Operations(int n)
    {
        Random random = new(n);
        double[] x = [.. Enumerable.Range(0, n).Select(_ => random.NextDouble())], y = [.. Enumerable.Range(0, n).Select(_ => random.NextDouble())];
        double[] scratch = new double[Math.Max(MannWhitney.ScratchLength(n, n), HodgesLehmann.ScratchLength(n, n))];
        double[] paired = new double[Math.Max(SignedRank.ScratchLength(n), WalshAverages.ScratchLength(n))];
        yield return ("MannWhitney.Test", () => MannWhitney.Test(x, y, scratch));
        yield return ("MannWhitney.Test, normal", () => MannWhitney.Test(x, y, scratch, method: MannWhitneyMethod.Normal));
        yield return ("MannWhitney.Test, rented", () => MannWhitney.Test(x, y));
        yield return ("HodgesLehmann.Shift", () => HodgesLehmann.Shift(x, y, scratch));
        yield return ("HodgesLehmann.Interval", () => HodgesLehmann.Interval(x, y, scratch, 0.98));
        yield return ("HodgesLehmann.Interval, rented", () => HodgesLehmann.Interval(x, y, 0.98));
        yield return ("EffectSize.Of", () => EffectSize.Of(x, y, scratch));
        yield return ("BrunnerMunzel.Test", () => BrunnerMunzel.Test(x, y, scratch));
        yield return ("KayentaClassifier.Classify", () => KayentaClassifier.Classify(x, y, scratch, KayentaRules.Default));
        yield return ("SignedRank.Test", () => SignedRank.Test(x, paired));
        yield return ("WalshAverages.Shift", () => WalshAverages.Shift(x, paired));
        yield return ("WalshAverages.Interval", () => WalshAverages.Interval(x, paired));
        yield return ("AutocorrelationTime.Of", () => AutocorrelationTime.Of(x, AutocorrelationPrior.Series));
        yield return ("NeweyWest.LongRunVariance", () => NeweyWest.LongRunVariance(x));
    }

    /// <summary>The least of several runs: a collection on another thread counts what was left of this thread's block.</summary>
    private static long Least(Action call)
    {
        long least = long.MaxValue;
        for (int run = 0; run < 20 && least > 0; run++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            call();
            if (run > 0) least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private static Dictionary<string, long> Committed()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CanaryJudge.sln"))) folder = folder.Parent!;
        return File.ReadLines(Path.Combine(folder.FullName, "benchmarks", "allocations.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .ToDictionary(line => line[..line.LastIndexOf(' ')].TrimEnd(), line => long.Parse(line[line.LastIndexOf(' ')..], System.Globalization.CultureInfo.InvariantCulture));
    }
}
