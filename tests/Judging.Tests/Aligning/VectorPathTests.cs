using System.Diagnostics;

namespace CanaryJudge.Judging.Tests.Aligning;

/// <summary>Aligning gives the same bits whatever the processor can do: its tests against plain code run again in processes that may use less.</summary>
public sealed class VectorPathTests
{
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(4);

    [Theory]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public async Task Aligning_OnALesserProcessor_AgreesWithPlainCode(string switchedOff)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (string argument in (string[])[typeof(VectorPathTests).Assembly.Location, "-class", typeof(CounterWalkTests).FullName!, "-class", typeof(SampleTimesTests).FullName!]) start.ArgumentList.Add(argument);
        start.Environment[switchedOff] = "0";
        using Process process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Most);
        try
        {
            string said = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            Assert.True(process.ExitCode == 0, said);
            Assert.Matches("Total: 9,", said); // a filter that matches nothing passes too
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }
}
