using CanaryJudge.TestKit;

namespace CanaryJudge.Judging.Tests.Aligning;

/// <summary>Aligning gives the same bits whatever the processor can do: its tests against plain code run again in processes that may use less.</summary>
public sealed class VectorPathTests
{
    [Theory]
    [InlineData(LesserProcessor.WithoutAvx2)]
    [InlineData(LesserProcessor.WithoutVectors)]
    public async Task Aligning_OnALesserProcessor_AgreesWithPlainCode(string switchedOff)
    {
        string[] tests = ["-class", typeof(CounterWalkTests).FullName!, "-class", typeof(SampleTimesTests).FullName!];
        string said = await LesserProcessor.RunAsync(typeof(VectorPathTests).Assembly.Location, tests, new Dictionary<string, string?> { [switchedOff] = "0" }, TestContext.Current.CancellationToken);

        Assert.Matches("Total: 10,", said); // a filter that matches nothing passes too
    }
}
