namespace CanaryJudge.Figures;

/// <summary>One axis: its range, its scale and the marks on it.</summary>
internal sealed record Axis(string Label, double Low, double High, (double At, string Text)[] Marks, bool IsLogarithmic = false)
{
    /// <summary>Where a value lies, 0 at the low end and 1 at the high end; values beyond the ends are cut.</summary>
    public double Place(double value)
    {
        double v = Math.Clamp(value, Low, High);
        return IsLogarithmic ? Math.Log(v / Low) / Math.Log(High / Low) : (v - Low) / (High - Low);
    }
}
