using System.CommandLine;
using System.CommandLine.Parsing;
using CanaryJudge.Cli.Rendering;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Cli.Frame;

/// <summary>A scope with the text it was read from.</summary>
/// <param name="Text">As it was typed.</param>
/// <param name="Scope">What it means.</param>
internal sealed record ScopeText(string Text, Scope Scope);

/// <summary>The options that say which instances a side is.</summary>
internal static class ScopeOption
{
    /// <summary>One option.</summary>
    /// <param name="name">Such as --baseline.</param>
    /// <param name="description">What it is about, without a full stop.</param>
    /// <param name="fallback">The scope when it is not given; null when it must be.</param>
    public static Option<ScopeText> Create(string name, string description, string? fallback)
    {
        var option = new Option<ScopeText>(name)
        {
            Description = fallback is null ? $"{description}, such as version=v1 or app=shop,pod=~\"shop-7.*\"." : $"{description}; {fallback} when not given.",
            HelpName = "LABEL=VALUE,..",
            Required = fallback is null,
            CustomParser = result => Read(name, result.Tokens[0].Value, result.AddError)!,
        };
        if (fallback is not null) option.DefaultValueFactory = result => Read(name, fallback, result.AddError)!;
        return option;
    }

    /// <summary>Refuses two sides that are the same: that is a command line to correct, and no verdict.</summary>
    public static void CheckApart(CommandResult result, Option<ScopeText> baseline, Option<ScopeText> canary)
    {
        if (!result.TryGet(baseline, out ScopeText? one) || !result.TryGet(canary, out ScopeText? other) || one is null || other is null) return;
        if (Sameness(baseline.Name, one, canary.Name, other) is { } same) result.AddError(same);
    }

    /// <summary>What is wrong with two sides that are the same; null when they are not.</summary>
    public static string? Sameness(string baselineName, ScopeText baseline, string canaryName, ScopeText canary) => baseline.Scope.IsSameAs(canary.Scope)
        ? $"{canaryName}: '{Printable.OneLine(canary.Text)}' is the same as {baselineName}. Name what tells them apart, such as version=v1 and version=v2."
        : null;

    private static ScopeText? Read(string name, string text, Action<string> report)
    {
        ScopeResult read = ScopeParser.Parse(text, name);
        foreach (Violation violation in read.Violations) report($"{name}: {violation.Message} {violation.Remedy}");
        return read.Scope is null ? null : new ScopeText(text, read.Scope);
    }
}
