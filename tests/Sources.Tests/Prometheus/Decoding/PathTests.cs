using System.Globalization;
using System.Runtime.Intrinsics;
using CanaryJudge.TestKit;

namespace CanaryJudge.Sources.Tests.Prometheus.Decoding;

/// <summary>The decoder gives the same bits whatever the processor can do: its tests against the plain decoder run again in processes that may use less.</summary>
public sealed class PathTests
{
    private const string WidestBits = "CANARYJUDGE_TEST_VECTOR_BITS";

    [Theory]
    [InlineData(256, LesserProcessor.Without512)]
    [InlineData(128, LesserProcessor.WithoutAvx2)]
    [InlineData(0, LesserProcessor.WithoutVectors)]
    public async Task Decoder_OnALesserProcessor_AgreesWithThePlainDecoder(int widest, string switchedOff)
    {
        string[] tests =
        [
            "-method", $"{typeof(PointScanTests).FullName}.*",
            "-method", $"{typeof(DecoderPropertyTests).FullName}.{nameof(DecoderPropertyTests.Decoder_AnyAnswerInAnyPieces_AgreesWithThePlainDecoder)}",
            "-method", $"{typeof(PathTests).FullName}.{nameof(Process_HasNoWiderVectorsThanItWasTold)}",
        ];
        Dictionary<string, string?> settings = new() { [switchedOff] = "0", [WidestBits] = widest.ToString(CultureInfo.InvariantCulture) };
        string said = await LesserProcessor.RunAsync(typeof(PathTests).Assembly.Location, tests, settings, TestContext.Current.CancellationToken);

        Assert.Matches("Total: [3-9][0-9],", said); // a filter that matches nothing passes too
    }

    [Fact]
    public void Process_HasNoWiderVectorsThanItWasTold()
    {
        int widest = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;
        Assert.InRange(widest, 0, int.Parse(Environment.GetEnvironmentVariable(WidestBits) ?? "512", CultureInfo.InvariantCulture));
    }
}
