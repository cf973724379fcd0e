using System.Diagnostics;
using CanaryJudge.Benchmarks.Scoreboard;

namespace CanaryJudge.Scoreboard.Tests.Sequential;

/// <summary>The same bits on every thread count and every instruction set: each case is a process of its own.</summary>
public sealed class DeterminismTests
{
    private static readonly string[] Arguments = ["bits", "--seeds", "31", "--rollouts", "3"];

    [Theory]
    [InlineData("1", "")]
    [InlineData("5", "")]
    [InlineData("2", "DOTNET_EnableAVX512F")]
    [InlineData("2", "DOTNET_EnableAVX2")]
    [InlineData("2", "DOTNET_EnableHWIntrinsic")]
    public async Task Bits_InAnotherProcess_AreThoseOfThisOne(string threads, string switchedOff)
    {
        string here = BitsReport.Of(Options.Parse(Arguments));

        Assert.Equal(Fleet.Families.Count, here.TrimEnd().Split('\n').Length);
        Assert.Equal(here, await RunAsync([.. Arguments, "--threads", threads], switchedOff));
    }

    private static async Task<string> RunAsync(string[] arguments, string switchedOff)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Fleet).Assembly.Location, .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false };
        if (switchedOff.Length > 0) start.Environment[switchedOff] = "0";
        using Process process = Process.Start(start)!;
        try
        {
            string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, process.ExitCode);
            return output;
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
