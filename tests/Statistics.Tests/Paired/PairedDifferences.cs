namespace CanaryJudge.Statistics.Tests.Paired;

/// <summary>Seeded random differences of every awkward kind: continuous, tied, with zeros, heavy-tailed, tiny.</summary>
internal static class PairedDifferences
{
    public static IEnumerable<double[]> Seeded(int seed, int count, int largest)
    {
        Random random = new(seed);
        for (int i = 0; i < count; i++)
        {
            int n = random.Next(4) == 0 ? random.Next(1, Math.Min(6, largest + 1)) : random.Next(1, largest + 1);
            int kind = random.Next(4);
            double shift = random.Next(3) * random.NextDouble();
            yield return [.. Enumerable.Range(0, n).Select(_ => kind switch
            {
                0 => Normal(random) + shift,
                1 => Math.Round(2 * (Normal(random) + shift)) / 2,
                2 => random.NextDouble() < 0.3 ? 0 : random.Next(-3, 5),
                _ => Math.Exp(3 * Normal(random)) * (random.NextDouble() < 0.35 ? -1 : 1),
            })];
        }
    }

    public static bool HasTiesOrZeros(double[] d) => d.Contains(0) || d.Select(Math.Abs).Distinct().Count() < d.Length;

    public static string Describe(double[] d) => $"d = [{string.Join(", ", d)}]";

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
