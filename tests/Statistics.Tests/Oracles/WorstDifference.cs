namespace CanaryJudge.Statistics.Tests.Oracles;

/// <summary>Keeps the largest relative difference between our numbers and an oracle's, prints it and holds it under a stated tolerance.</summary>
/// <param name="subject">What is compared with whom: the first words of the printed line.</param>
public sealed class WorstDifference(string subject)
{
    private double _worst;
    private int _count;
    private string _where = "no case";

    /// <summary>
    /// Takes one pair. The difference is |ours - theirs| / max(|theirs|, <paramref name="floor"/>): 0 for identical bits, for both NaN and for the same infinity;
    /// infinite when only one of them is NaN or infinite.
    /// </summary>
    public void Add(double ours, double theirs, Func<string> describe, double floor = 0)
    {
        _count++;
        double difference = ours.Equals(theirs) ? 0 : Math.Abs(ours - theirs) / Math.Max(Math.Abs(theirs), floor);
        if (double.IsNaN(difference)) difference = ours == theirs ? 0 : double.PositiveInfinity;
        if (difference <= _worst) return;
        _worst = difference;
        _where = $"ours {ours:R}, theirs {theirs:R}: {describe()}";
    }

    /// <summary>Prints the worst relative difference to the test output and fails when it exceeds the tolerance or when fewer than <paramref name="atLeast"/> pairs came.</summary>
    public void Hold(double tolerance, int atLeast = 1)
    {
        string line = $"{subject}: worst relative difference {_worst:E2} over {_count} comparisons (tolerance {tolerance:E1}); at {_where}";
        TestContext.Current.TestOutputHelper?.WriteLine(line);
        Assert.True(_count >= atLeast, $"{subject}: only {_count} comparisons were made, {atLeast} expected.");
        Assert.True(_worst <= tolerance, line);
    }
}
