namespace CanaryJudge.Statistics;

/// <summary>The settings of Kayenta's classifier, by their names there. Start from <see cref="Default"/> and change with <c>with</c>.</summary>
/// <param name="Direction">Which change counts.</param>
/// <param name="Level">Confidence level of the interval, in (0, 1); Kayenta's judge uses 0.98.</param>
/// <param name="Tolerance">Share of the absolute shift that the interval must clear, from 0 on; Kayenta's judge uses 0.25.</param>
/// <param name="AllowedIncrease">High needs mean(canary) / mean(baseline) of at least this; 1 asks for nothing more.</param>
/// <param name="AllowedDecrease">Low needs mean(canary) / mean(baseline) of at most this; 1 asks for nothing more.</param>
/// <param name="CriticalIncrease">From this ratio on a High metric that is marked critical fails the whole canary.</param>
/// <param name="CriticalDecrease">Down from this ratio a Low metric that is marked critical fails the whole canary.</param>
public readonly record struct KayentaRules(
    KayentaDirection Direction, double Level, double Tolerance, double AllowedIncrease, double AllowedDecrease, double CriticalIncrease, double CriticalDecrease)
{
    /// <summary>What Kayenta's judge does when the configuration says nothing.</summary>
    public static KayentaRules Default => new(KayentaDirection.Either, 0.98, 0.25, 1, 1, 1, 1);

    internal void Validate(string name)
    {
        if (Direction is not (KayentaDirection.Either or KayentaDirection.Increase or KayentaDirection.Decrease)) throw Bad(name, nameof(Direction), $"{Direction} is unknown");
        if (!(Level > 0 && Level < 1)) throw Bad(name, nameof(Level), $"{Level} is outside (0, 1)");
        if (!(Tolerance >= 0 && double.IsFinite(Tolerance))) throw Bad(name, nameof(Tolerance), $"{Tolerance} is not a number from 0 on");
        if (!double.IsFinite(AllowedIncrease)) throw Bad(name, nameof(AllowedIncrease), $"{AllowedIncrease} is not finite");
        if (!double.IsFinite(AllowedDecrease)) throw Bad(name, nameof(AllowedDecrease), $"{AllowedDecrease} is not finite");
        if (!double.IsFinite(CriticalIncrease)) throw Bad(name, nameof(CriticalIncrease), $"{CriticalIncrease} is not finite");
        if (!double.IsFinite(CriticalDecrease)) throw Bad(name, nameof(CriticalDecrease), $"{CriticalDecrease} is not finite");
    }

    private static ArgumentException Bad(string name, string field, string words) => new($"Kayenta's {field} of {words}: start from KayentaRules.Default.", name);
}
