using System.Globalization;
using CanaryJudge.Fuzz.Statistics;
using CanaryJudge.TestKit;

namespace CanaryJudge.Statistics.Tests;

/// <summary>Wide vectors, narrow ones and none give the same bits: children are told to leave parts of the processor alone.</summary>
public sealed class ProcessorPathTests
{
    private const int Seed = 7, Count = 100_000;

    [Fact]
    public async Task Results_WithoutVectorUnits_HaveTheSameBits()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        (string SwitchedOff, int Widest, Task<string> Output)[] children =
        [
            .. new[] { (LesserProcessor.Without512, 256), (LesserProcessor.WithoutAvx2, 128), (LesserProcessor.WithoutVectors, 0) }
                .Select(child => (child.Item1, child.Item2, HashAsync(child.Item1, cancellation))),
        ];
        ulong here = ResultHash.Of(Seed, Count);
        foreach ((string switchedOff, int widest, Task<string> output) in children)
        {
            string[] words = (await output).Split(' ');
            Assert.InRange(int.Parse(words[1], CultureInfo.InvariantCulture), 0, widest);
            Assert.True(words[0] == $"{here}", $"{switchedOff}=0 gave other bits.");
        }
    }

    private static async Task<string> HashAsync(string switchedOff, CancellationToken cancellation)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "CanaryJudge.Fuzz.Statistics.dll");
        string said = await LesserProcessor.RunAsync(program, ["--hash", $"{Seed}", $"{Count}"], new Dictionary<string, string?> { [switchedOff] = "0" }, cancellation);
        return said.Trim();
    }
}
