using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Tests.Comparing;

public sealed class ThreeWayTests
{
    private const double Infinity = double.PositiveInfinity;

    [Theory]
    [InlineData(Direction.Increase, 1.1, 3, JudgementOutcome.Fail)]
    [InlineData(Direction.Increase, 1, 3, JudgementOutcome.Inconclusive)] // an end on the margin decides nothing
    [InlineData(Direction.Increase, -9, 0.9, JudgementOutcome.Pass)] // much better is no harm
    [InlineData(Direction.Increase, -9, 1, JudgementOutcome.Inconclusive)]
    [InlineData(Direction.Increase, -Infinity, Infinity, JudgementOutcome.Inconclusive)]
    [InlineData(Direction.Decrease, -3, -1.1, JudgementOutcome.Fail)]
    [InlineData(Direction.Decrease, -0.9, 9, JudgementOutcome.Pass)]
    [InlineData(Direction.Decrease, 1.1, 3, JudgementOutcome.Pass)]
    [InlineData(Direction.Decrease, -1.1, 3, JudgementOutcome.Inconclusive)]
    [InlineData(Direction.Either, 1.1, 3, JudgementOutcome.Fail)]
    [InlineData(Direction.Either, -3, -1.1, JudgementOutcome.Fail)]
    [InlineData(Direction.Either, -0.9, 0.9, JudgementOutcome.Pass)]
    [InlineData(Direction.Either, -1.1, 0.9, JudgementOutcome.Inconclusive)]
    [InlineData(Direction.Either, -0.9, 1.1, JudgementOutcome.Inconclusive)]
    public void Interval_AgainstAMarginOfOne_IsDecidedOnTheWorseSide(Direction direction, double low, double high, JudgementOutcome outcome) =>
        Assert.Equal(outcome, ThreeWay.Decide(low, high, 1, direction));

    [Theory]
    [InlineData(double.NaN, 0)]
    [InlineData(0, double.NaN)]
    [InlineData(double.NaN, double.NaN)]
    public void Interval_WithAnEndThatIsNotANumber_NeverPasses(double low, double high)
    {
        foreach (Direction direction in Enum.GetValues<Direction>()) Assert.Equal(JudgementOutcome.Inconclusive, ThreeWay.Decide(low, high, 1, direction));
    }

    [Fact]
    public void Several_NeedAllToPassAndOneToFail()
    {
        Assert.Equal(JudgementOutcome.Pass, ThreeWay.All([JudgementOutcome.Pass, JudgementOutcome.Pass]));
        Assert.Equal(JudgementOutcome.Inconclusive, ThreeWay.All([JudgementOutcome.Pass, JudgementOutcome.Inconclusive]));
        Assert.Equal(JudgementOutcome.Fail, ThreeWay.All([JudgementOutcome.Inconclusive, JudgementOutcome.Fail]));
        Assert.Equal(JudgementOutcome.Inconclusive, ThreeWay.All([]));
    }
}
