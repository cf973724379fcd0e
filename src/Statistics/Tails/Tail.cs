namespace CanaryJudge.Statistics;

/// <summary>A tail probability and its natural logarithm, kept together because the first underflows where the second does not.</summary>
internal readonly record struct Tail(double P, double LnP)
{
    public static readonly Tail Certain = new(1, 0);

    public static Tail OfCounts(UInt128 favourable, UInt128 all)
    {
        double p = (double)favourable / (double)all;
        return new(p, Math.Log(p));
    }

    /// <summary>P(Z &gt; z) of the standard normal.</summary>
    public static Tail OfNormal(double z) => NormalTail.Of(z);

    /// <summary>Two-sided from the smaller tail: twice it, at most 1.</summary>
    public Tail Doubled() => P >= 0.5 ? Certain : new(2 * P, LnP + Logarithms.OfTwo);

    /// <summary>One minus this tail.</summary>
    public Tail Complement() => new(1 - P, Logarithms.OnePlus(-P));

    /// <summary>This tail times exp(<paramref name="exponent"/>).</summary>
    public Tail Times(double exponent) => new(P * Math.Exp(exponent), LnP + exponent);
}
