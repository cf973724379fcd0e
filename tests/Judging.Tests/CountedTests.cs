namespace CanaryJudge.Judging.Tests;

public sealed class CountedTests
{
    [Theory]
    [InlineData(0, "0 windows", "0 windows are", "There are 0 windows")]
    [InlineData(1, "1 window", "1 window is", "There is 1 window")]
    [InlineData(2, "2 windows", "2 windows are", "There are 2 windows")]
    [InlineData(-1, "-1 windows", "-1 windows are", "There are -1 windows")]
    [InlineData(20_000, "20000 windows", "20000 windows are", "There are 20000 windows")]
    public void Number_HasItsNounAndVerb(long count, string of, string verb, string there)
    {
        Assert.Equal(of, Counted.Of(count, "window"));
        Assert.Equal(verb, Counted.Of(count, "window", "is", "are"));
        Assert.Equal(there, Counted.There(count, "window"));
    }
}
