using System.Text.Json;
using CanaryJudge.Statistics.Tests.Oracles;

namespace CanaryJudge.Statistics.Tests.Tails;

/// <summary>Our normal and Student tails against 60-digit values (tails.json) and R, and what MathNet gives in the same places.</summary>
public sealed class TailTests
{
    private static readonly JsonElement Reference = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Reference", "tails.json"))).RootElement;

    [Fact]
    public void NormalUpper_From60Digits_KeepsRelativeAccuracyToTheSmallestDouble()
    {
        WorstDifference tail = new("Normal tail against mpmath"), logarithm = new("Log normal tail against mpmath");
        foreach (double[] row in Rows("normalUpper"))
        {
            // The floor admits the rounding of denormals, whose last place is 5e-324.
            tail.Add(NormalTail.Upper(row[0]), row[1], () => $"z = {row[0]}", floor: 1e-307);
            logarithm.Add(NormalTail.LnUpper(row[0]), row[2], () => $"z = {row[0]}");
        }

        tail.Hold(1e-15, atLeast: 25);
        logarithm.Hold(1e-15, atLeast: 25);
    }

    [Fact]
    public void StudentUpper_From60Digits_KeepsRelativeAccuracyAtAnyFreedom()
    {
        // exp of an exponent near -700 carries 700 rounding units: 1e-13.
        WorstDifference tail = new("Student tail against mpmath"), logarithm = new("Log Student tail against mpmath");
        foreach (double[] row in Rows("studentUpper"))
        {
            Tail ours = StudentTail.Upper(row[0], row[1]);
            tail.Add(ours.P, row[2], () => $"t = {row[0]}, freedom {row[1]}", floor: 1e-307);
            logarithm.Add(ours.LnP, row[3], () => $"t = {row[0]}, freedom {row[1]}");
        }

        tail.Hold(2e-13, atLeast: 150);
        logarithm.Hold(2e-14, atLeast: 150);
    }

    [Fact]
    public void StudentUpper_AgreesWithR()
    {
        Random random = new(31);
        double[] t = [.. Enumerable.Range(0, 3000).Select(_ => Math.Exp(4 * (random.NextDouble() - 0.5)) * (random.Next(4) == 0 ? 10 : 1))];
        double[] freedom = [.. t.Select(_ => Math.Exp(16 * random.NextDouble()))];
        double[] theirs = Oracle.R.Ask("answer <- function(t, df) pt(t, df, lower.tail = FALSE)", [[t, freedom]])[0];
        WorstDifference worst = new("Student tail against R pt");
        for (int i = 0; i < t.Length; i++) worst.Add(StudentTail.Upper(t[i], freedom[i]).P, theirs[i], () => $"t, freedom", floor: 1e-300);
        worst.Hold(1e-11, atLeast: 3000);
    }

    [Fact]
    public void MathNet_StudentTAtAMillionDegreesOfFreedom_LosesDigitsThatOursKeep()
    {
        // Why StudentTail exists; when this fails, MathNet has improved and the decision record may be revisited.
        double theirs = MathNet.Numerics.Distributions.StudentT.CDF(0, 1, 1e9, -1.5);
        double right = NormalTail.Upper(1.5);
        Assert.True(Math.Abs((theirs / right) - 1) > 1e-7, $"MathNet {theirs:R}, normal limit {right:R}");
        Assert.Equal(right, StudentTail.Upper(1.5, 1e9).P, 1e-9);
    }

    [Fact]
    public void StudentUpper_NegativeAndInfinite_FollowTheirLimits()
    {
        Assert.Equal(1 - StudentTail.Upper(2, 5).P, StudentTail.Upper(-2, 5).P, 1e-16);
        Assert.Equal(0, StudentTail.Upper(double.PositiveInfinity, 3).P);
        Assert.Equal(NormalTail.Upper(2), StudentTail.Upper(2, double.PositiveInfinity).P);
        Assert.True(double.IsNaN(StudentTail.Upper(double.NaN, 3).P));
    }

    private static double[][] Rows(string name) => [.. Reference.GetProperty(name).EnumerateArray().Select(row => row.EnumerateArray().Select(cell => cell.GetDouble()).ToArray())];

    [Fact]
    public void NormalTail_BothAtOnce_AreTheSameBitsAsEach()
    {
        foreach (double z in Enumerable.Range(-4000, 8001).Select(i => i / 97.0).Concat([0.67448975, -0.67448975, 5.656854249492381, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e160]))
            Assert.Equal(new Tail(NormalTail.Upper(z), NormalTail.LnUpper(z)), NormalTail.Of(z));
    }
}
