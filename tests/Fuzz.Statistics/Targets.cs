using CanaryJudge.Statistics;

namespace CanaryJudge.Fuzz.Statistics;

/// <summary>
/// Every public function on two samples and on paired windows (those on counts are in <see cref="CountTargets"/>), with what must hold for any input: an ArgumentException or a sound result, the same bits twice,
/// and the caller's data untouched. Anything else is thrown and is a finding.
/// </summary>
public static class Targets
{
    public static void Run(ReadOnlySpan<byte> bytes)
    {
        FuzzInput input = new(bytes);
        double[] x = [.. input.X], y = [.. input.Y];
        Alternative alternative = (Alternative)input.Choose(2, 4);
        Twice(() => MannWhitney.Test(x, y, alternative, (MannWhitneyMethod)input.Choose(3, 7)), result =>
        {
            Probability(result.P, result.LnP);
            Hold(result.U >= 0 && result.U <= (double)x.Length * y.Length, "U is outside its range");
            Hold(result.U + MannWhitney.Test(y, x).U == (double)x.Length * y.Length, "U of both sides do not add up");
        });
        Twice(() => EffectSize.Of(x, y), effect => Hold(effect.A12 is >= 0 and <= 1 && effect.CliffsDelta is >= -1 and <= 1 && !(effect.CliffsDeltaError < 0), "the effect is outside its range"));
        Twice(() => BrunnerMunzel.Test(x, y, alternative), result => Probability(result.P, result.LnP));
        Twice(() => HodgesLehmann.Interval(x, y, input.Level, alternative), interval => Ordered(interval.Lower, interval.Shift, interval.Upper, alternative));
        KayentaRules rules = KayentaRules.Default with { Direction = (KayentaDirection)input.Choose(2, 4), Level = input.Level };
        Twice(() => KayentaClassifier.Classify(x, y, rules), result => Hold(result.Class != KayentaClass.NoData || x.Length == 0 || y.Length == 0, "no data of data"));
        Twice(() => SignedRank.Test(x, alternative, (ZeroRule)input.Choose(1, 3), (SignedRankMethod)input.Choose(3, 6)), result => Probability(result.P, result.LnP));
        Twice(() => WalshAverages.Interval(x, input.Level, alternative), interval => Ordered(interval.Lower, interval.Shift, interval.Upper, alternative));
        Twice(() => AutocorrelationTime.Of(x, new(input.Level, input.Choose(2, 20), input.Choose(3, 3) / 10.0)), time => Hold(time.Time is >= 1 and <= 19.0001, "the time is outside its range"));
        Twice(() => NeweyWest.LongRunVariance(x), variance => Hold(!double.IsNaN(variance), "the variance is not a number"));
        CountTargets.Run(x, y, input);
        Hold(Same(x, input.X) && Same(y, input.Y), "the caller's data was changed");
    }

    private static void Twice<T>(Func<T> act, Action<T> check)
        where T : struct, IEquatable<T>
    {
        T first;
        try
        {
            first = act();
        }
        catch (ArgumentException)
        {
            return;
        }

        Hold(first.Equals(act()), "the same input gave other bits");
        check(first);
    }

    private static void Probability(double p, double lnP) =>
        Hold(p is >= 0 and <= 1 && lnP <= 0 && (p < 1e-300 || Math.Abs(Math.Log(p) - lnP) < 1e-9 * (1 - lnP)), $"p = {p:R} with logarithm {lnP:R}");

    private static void Ordered(double lower, double shift, double upper, Alternative alternative) =>
        Hold(alternative != Alternative.TwoSided ? lower <= upper : lower <= shift && shift <= upper, $"{lower:R}, {shift:R}, {upper:R} are out of order");

    private static bool Same(double[] left, double[] right) => left.AsSpan().SequenceEqual(right) || left.Select(BitConverter.DoubleToInt64Bits).SequenceEqual(right.Select(BitConverter.DoubleToInt64Bits));

    private static void Hold(bool holds, string finding)
    {
        if (!holds) throw new InvalidOperationException("Finding: " + finding);
    }
}
