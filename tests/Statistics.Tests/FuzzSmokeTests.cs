using CanaryJudge.Fuzz.Statistics;

namespace CanaryJudge.Statistics.Tests;

/// <summary>A short seeded run of the fuzz targets, so that the harness keeps working and cheap findings come at once.</summary>
public sealed class FuzzSmokeTests
{
    [Fact]
    public void Targets_OnSeededBytes_FindNothing()
    {
        Random random = new(20_24);
        double[] special = [0, -0.0, 1, -1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.MinValue, double.Epsilon, 1e308, -1e308, 4.9e-300];
        for (int round = 0; round < 4000; round++)
        {
            byte[] bytes = new byte[4 + random.Next(0, round % 7 == 0 ? 2000 : 160)];
            random.NextBytes(bytes);
            for (int at = 4; at + 8 <= bytes.Length && bytes[0] % 2 == 1; at += 8)
            {
                if (random.Next(3) > 0) BitConverter.TryWriteBytes(bytes.AsSpan(at), round % 2 == 0 ? special[random.Next(round % 5 == 0 ? special.Length : 4)] : random.Next(100) - 50.0);
            }

            Targets.Run(bytes);
        }
    }

    [Fact]
    public void Targets_OnNoBytes_FindNothing() => Targets.Run([]);
}
