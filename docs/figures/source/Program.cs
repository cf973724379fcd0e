using CanaryJudge.Figures;

// Draws every figure of docs/statistics.md from the library itself, and those of docs/performance.md from the kept results; from the root of the repository: dotnet run -c Release --project docs/figures/source [folder]
string folder = args.Length > 0 ? args[0] : Path.Combine("docs", "figures");
Directory.CreateDirectory(folder);
foreach ((string name, Func<string> draw) in new (string, Func<string>)[]
{
    ("looking-often", RatioFigures.LookingOften),
    ("evidence-paths", RatioFigures.EvidencePaths),
    ("how-long", RatioFigures.HowLong),
    ("no-errors", RatioFigures.NoErrors),
    ("bursts", RatioFigures.Bursts),
    ("shift", SeriesFigures.Shift),
    ("memory", SeriesFigures.Memory),
    ("exceedance", HistogramFigures.Exceeding),
    ("speed-statistics", SpeedFigures.Statistics),
})
{
    string path = Path.Combine(folder, name + ".svg");
    await File.WriteAllTextAsync(path, draw());
    Console.WriteLine(path);
}
