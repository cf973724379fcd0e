namespace CanaryJudge.Statistics.Tests;

/// <summary>What the library refuses.</summary>
internal static class Refusals
{
    /// <summary>Holds that a call is refused by an exception that names its argument and says these words.</summary>
    public static void Refused(string name, string words, Action act)
    {
        ArgumentException thrown = Assert.Throws<ArgumentException>(act);
        Assert.Equal(name, thrown.ParamName);
        Assert.Contains(words, thrown.Message);
    }
}
