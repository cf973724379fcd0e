using CanaryJudge.Analyzer.Rollouts.Store;

namespace CanaryJudge.Analyzer.Tests.Rollouts;

public sealed class ReasonTextTests
{
    [Theory]
    [InlineData("incident 42", "incident 42.")]
    [InlineData("incident 42.", "incident 42.")]
    [InlineData("why? \n", "why?")]
    [InlineData("stop!", "stop!")]
    [InlineData("", "")]
    public void Reason_EndsAsASentence(string reason, string sentence) => Assert.Equal(sentence, ReasonText.AsSentence(reason));
}
