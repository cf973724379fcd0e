using System.Runtime.CompilerServices;

namespace CanaryJudge.Statistics;

/// <summary>One window's likelihood ratios given its total: on which side its events fell, for a canary worse by an effect against one that is not.</summary>
internal readonly struct ConditionalWindow
{
    // Events that the level of the past is worth against the window's own total.
    private const double PastWorth = 20;

    // The rate may have fallen since: a low total is judged against half of the past's.
    private const double LeastRate = 0.5;

    private readonly RatioScale _scale;
    private readonly double _baselineEvents;
    private readonly double _baselineTrials;
    private readonly double _canaryEvents;
    private readonly double _canaryTrials;
    private readonly double _past;
    private readonly double _worth;

    /// <summary>A checked window.</summary>
    /// <param name="scale">Shares or rates.</param>
    /// <param name="baseline">Baseline events and trials.</param>
    /// <param name="canary">The canary's alike.</param>
    /// <param name="past">The baseline's share or rate in the past, above 0.</param>
    /// <param name="pastEvents">Events that it stands on.</param>
    public ConditionalWindow(in RatioScale scale, (double Events, double Trials) baseline, (double Events, double Trials) canary, double past, double pastEvents)
    {
        _scale = scale;
        (_baselineEvents, _baselineTrials) = baseline;
        (_canaryEvents, _canaryTrials) = canary;
        _past = past;
        _worth = Math.Min(PastWorth, pastEvents);
    }

    private double Total => _baselineEvents + _canaryEvents;

    private double Trials => _baselineTrials + _canaryTrials;

    /// <summary>The baseline's level were the canary worse by the effect, from the window's total and the past. Given the total this is known before the window is.</summary>
    public double Level(double effect) => _scale.Capped((Math.Max(0, Total - effect * _canaryTrials) + _worth) / (Trials + _worth / _past));

    /// <summary>ln of the window's likelihood ratios, given its total: harmed by each effect against not.</summary>
    /// <param name="level">The baseline's share or rate.</param>
    /// <param name="effects">What each adds to it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T LnKeys<T>(double level, T effects)
        where T : unmanaged, ILanes<T>
    {
        double share = _canaryTrials / Trials, rest = _baselineTrials / Trials, baseline = _baselineTrials * level;
        T harmed = _scale.Capped(level + effects) * _canaryTrials, both = harmed + baseline;
        T onCanary = harmed / (both * share), onBaseline = baseline / (both * rest);
        if (_canaryEvents != 0 && _baselineEvents != 0 && LaneElementary.AreOrdinary(onCanary) && LaneElementary.AreOrdinary(onBaseline))
        {
            return _canaryEvents * LaneElementary.LnOrdinary(onCanary) + _baselineEvents * LaneElementary.LnOrdinary(onBaseline);
        }

        return LnKeysOfAny(onCanary, onBaseline);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private T LnKeysOfAny<T>(T onCanary, T onBaseline)
        where T : unmanaged, ILanes<T>
    {
        T sum = _canaryEvents == 0 ? 0 : _canaryEvents * LaneElementary.Ln(onCanary);
        return _baselineEvents == 0 ? sum : sum + _baselineEvents * LaneElementary.Ln(onBaseline);
    }

    /// <summary>ln of how much likelier the total is without an effect than with it, were the level half of the past's: above 0 when next to nothing happened.</summary>
    /// <remarks>Evidence for safety whenever the true level is at least that half: a Poisson total of mean μ + a against μ' + a' for a level at or below the true one.</remarks>
    public double LnTotal(double effect)
    {
        double added = _canaryTrials * effect;
        return added - (Total == 0 ? 0 : Total * Math.Log(1 + added / (Trials * LeastRate * _past)));
    }
}
