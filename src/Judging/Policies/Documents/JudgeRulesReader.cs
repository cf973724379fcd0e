namespace CanaryJudge.Judging.Policies.Documents;

/// <summary>Reads what belongs to one judge alone; with another judge it is wrong, so that no limit is written down that nobody looks at.</summary>
internal static class JudgeRulesReader
{
    /// <summary>The rules of judge threshold.</summary>
    public static ThresholdRules Threshold(ObjectReader spec, JudgeRule judge, Findings findings)
    {
        var defaults = new ThresholdRules();
        if (spec.MapAt(PolicyKeys.Threshold) is not { } map) return defaults;
        OnlyWith(spec, PolicyKeys.Threshold, JudgeRule.Threshold, judge);
        var rules = new ObjectReader(map, spec.PathOf(PolicyKeys.Threshold), PolicyKeys.ThresholdKeys, findings);
        return new()
        {
            Failures = rules.IntegerAt(PolicyKeys.Failures) ?? defaults.Failures,
            Passes = rules.IntegerAt(PolicyKeys.Passes) ?? defaults.Passes,
            MinEvents = rules.IntegerAt(PolicyKeys.MinEvents) ?? defaults.MinEvents,
        };
    }

    /// <summary>The scores of judge kayenta.</summary>
    public static KayentaScoring Kayenta(ObjectReader spec, JudgeRule judge, Findings findings)
    {
        var defaults = new KayentaScoring();
        if (spec.MapAt(PolicyKeys.Kayenta) is not { } map) return defaults;
        OnlyWith(spec, PolicyKeys.Kayenta, JudgeRule.Kayenta, judge);
        var scores = new ObjectReader(map, spec.PathOf(PolicyKeys.Kayenta), PolicyKeys.KayentaKeys, findings);
        double pass = scores.NumberAt(PolicyKeys.PassScore) ?? defaults.Pass;
        double marginal = scores.NumberAt(PolicyKeys.MarginalScore) ?? Math.Min(defaults.Marginal, pass);
        if (marginal > pass) scores.Add(PolicyKeys.MarginalScore.Name, scores.Find(PolicyKeys.MarginalScore)!, $"The marginal score of {MarginText.Number(marginal)} is above the pass of {MarginText.Number(pass)}.", "Write at most the pass.");
        return new() { Pass = pass, Marginal = marginal, Weights = WeightsReader.Read(scores, findings) };
    }

    /// <summary>The rule for the horizon. Kayenta's own score promotes there, and what lies below its pass has failed in part: there is nothing left that could lean to safety.</summary>
    public static HorizonRule AtHorizon(ObjectReader spec, JudgeRule judge)
    {
        HorizonRule rule = spec.WordAt(PolicyKeys.AtHorizon, PolicyWords.HorizonRules) ?? HorizonRule.Hold;
        if (rule == HorizonRule.Promote && judge == JudgeRule.Kayenta)
        {
            spec.Add(PolicyKeys.AtHorizon.Name, spec.Find(PolicyKeys.AtHorizon)!, "With judge: kayenta the score alone promotes at the horizon.", "Lower kayenta.pass, or write atHorizon: hold or rollback.");
        }

        return rule;
    }

    /// <summary>Finds a key that another judge than the policy's would look at.</summary>
    public static void OnlyWith(ObjectReader reader, PolicyKey key, JudgeRule owner, JudgeRule judge)
    {
        if (judge == owner || reader.Find(key) is not { } node) return;
        string word = PolicyWords.Of(PolicyWords.Judges, owner);
        reader.Add(key.Name, node, $"The {key.Name} is for judge: {word}, and the judge is {PolicyWords.Of(PolicyWords.Judges, judge)}, which does not look at it.", $"Leave it out, or write judge: {word}.");
    }
}
