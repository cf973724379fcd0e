namespace CanaryJudge.Statistics.Tests.TwoSamples;

/// <summary>Seeded random pairs of samples of every awkward kind: continuous, rounded until they tie, zero-inflated, heavy-tailed, tiny and lopsided, shifted or not.</summary>
internal static class SamplePairs
{
    public static IEnumerable<double[][]> Seeded(int seed, int count, int largest)
    {
        Random random = new(seed);
        for (int i = 0; i < count; i++)
        {
            int n = Size(random, largest), m = Size(random, largest);
            double shift = random.Next(3) switch { 0 => 0, 1 => random.NextDouble(), _ => 4 * random.NextDouble() };
            int kind = random.Next(5);
            yield return [Values(random, n, kind, shift), Values(random, m, kind, 0)];
        }
    }

    /// <summary>As <see cref="Seeded"/>, without equal values.</summary>
    public static IEnumerable<double[][]> SeededWithoutTies(int seed, int count, int largest) =>
        Seeded(seed, count * 3, largest).Where(pair => !HasTies(pair)).Take(count);

    public static bool HasTies(double[][] pair) => pair[0].Concat(pair[1]).Distinct().Count() < pair[0].Length + pair[1].Length;

    public static string Describe(double[][] pair) => $"x = [{string.Join(", ", pair[0])}], y = [{string.Join(", ", pair[1])}]";

    private static int Size(Random random, int largest) => random.Next(4) == 0 ? random.Next(1, Math.Min(6, largest + 1)) : random.Next(1, largest + 1);

    private static double[] Values(Random random, int count, int kind, double shift) =>
        [.. Enumerable.Range(0, count).Select(_ => kind switch
        {
            0 => Normal(random) + shift,
            1 => Math.Round(2 * (Normal(random) + shift)) / 2,
            2 => random.NextDouble() < 0.6 ? 0 : random.Next(1, 4) + Math.Round(shift),
            3 => Math.Exp(3 * Normal(random)) * (1 + shift),
            _ => -Math.Log(1 - random.NextDouble()) + shift,
        })];

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
