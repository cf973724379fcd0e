using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;

namespace CanaryJudge.Sources.Tests.Prometheus.Decoding;

/// <summary>The decoder gives the same bits whatever the processor can do: its tests against the plain decoder run again in processes that may use less.</summary>
public sealed class PathTests
{
    private const string WidestBits = "CANARYJUDGE_TEST_VECTOR_BITS";
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(4);

    [Theory]
    [InlineData(256, "DOTNET_EnableAVX512F", "DOTNET_EnableAVX512")]
    [InlineData(128, "DOTNET_EnableAVX2")]
    [InlineData(0, "DOTNET_EnableHWIntrinsic")]
    public async Task Decoder_OnALesserProcessor_AgreesWithThePlainDecoder(int widest, params string[] switchedOff)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (string argument in (string[])[typeof(PathTests).Assembly.Location, "-method", $"{typeof(PointScanTests).FullName}.*",
            "-method", $"{typeof(DecoderPropertyTests).FullName}.{nameof(DecoderPropertyTests.Decoder_AnyAnswerInAnyPieces_AgreesWithThePlainDecoder)}",
            "-method", $"{typeof(PathTests).FullName}.{nameof(Process_HasNoWiderVectorsThanItWasTold)}"]) start.ArgumentList.Add(argument);
        foreach (string name in switchedOff) start.Environment[name] = "0";
        start.Environment[WidestBits] = widest.ToString(CultureInfo.InvariantCulture);
        using Process process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Most);
        try
        {
            string said = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            Assert.True(process.ExitCode == 0, said);
            Assert.Matches("Total: [3-9][0-9],", said); // a filter that matches nothing passes too
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    [Fact]
    public void Process_HasNoWiderVectorsThanItWasTold()
    {
        int widest = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;
        Assert.InRange(widest, 0, int.Parse(Environment.GetEnvironmentVariable(WidestBits) ?? "512", CultureInfo.InvariantCulture));
    }
}
