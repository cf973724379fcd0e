using CanaryJudge.Benchmarks.Scoreboard;
using CanaryJudge.TestKit;

namespace CanaryJudge.Scoreboard.Tests.Sequential;

/// <summary>The same bits on every thread count and every instruction set: each case is a process of its own.</summary>
public sealed class DeterminismTests
{
    private static readonly string[] Arguments = ["bits", "--seeds", "31", "--rollouts", "3"];

    [Theory]
    [InlineData("1", "")]
    [InlineData("5", "")]
    [InlineData("2", LesserProcessor.Without512)]
    [InlineData("2", LesserProcessor.WithoutAvx2)]
    [InlineData("2", LesserProcessor.WithoutVectors)]
    public async Task Bits_InAnotherProcess_AreThoseOfThisOne(string threads, string switchedOff)
    {
        string here = BitsReport.Of(Options.Parse(Arguments));
        Dictionary<string, string?> settings = switchedOff.Length == 0 ? [] : new() { [switchedOff] = "0" };

        Assert.Equal(Fleet.Families.Count, here.TrimEnd().Split('\n').Length);
        Assert.Equal(here, await LesserProcessor.RunAsync(typeof(Fleet).Assembly.Location, [.. Arguments, "--threads", threads], settings, TestContext.Current.CancellationToken));
    }
}
