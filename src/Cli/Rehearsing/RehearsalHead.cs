using CanaryJudge.Cli.Rendering;
using CanaryJudge.Judging;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Judging.Rehearsing;
using Spectre.Console;

namespace CanaryJudge.Cli.Rehearsing;

/// <summary>The first lines: which policy, which past, how many rehearsals, and how the canary is formed.</summary>
internal static class RehearsalHead
{
    /// <summary>Writes them.</summary>
    public static void Write(IAnsiConsole console, FoundPast found, RehearsalSettings settings, int rollouts)
    {
        CanaryPolicy policy = found.Past.Policy;
        string interval = DurationText.Format(policy.Interval);
        Sentences.Write(console, $"{policy.Name}: horizon of {Counted.Of(policy.Horizon, "window")} of {interval} ({policy.WarmUp} warm-up, {policy.History} history)");
        string time = found.FromMillis is { } from && found.ToMillis is { } to ? $", {Times.Text(from)} to {Times.Text(to)}" : "";
        Sentences.Write(console, $"Past: {Counted.Of(found.Past.Windows, "window")}{(found.Baseline.Length > 0 ? " of " + found.Baseline : "")}{time}");
        Sentences.Write(console, found.Source);
        string apart = found.Past.HasTwoSides ? "no window in two of them" : $"{found.Past.Apart} would fit without sharing a window";
        Sentences.Write(console, $"{rollouts} rehearsals of each kind ({apart}; seed {settings.Seed}). {found.Sides}");
        console.WriteLine();
    }

    /// <summary>What the policy's rule for the horizon makes of the undecided rehearsals, as the end of a sentence; nothing when they are held.</summary>
    public static string AtHorizon(CanaryPolicy policy, Endings healthy) => policy.AtHorizon switch
    {
        HorizonRule.Rollback => $" at the horizon, where it rolls {healthy.RolledBackAtHorizon.Times} of them back (atHorizon: rollback)",
        HorizonRule.Promote => $" at the horizon, where it promotes {healthy.PromotedAtHorizon.Times} of them (atHorizon: promote)",
        _ => "",
    };

    /// <summary>A table's column: its heading underlined, so wide.</summary>
    public static TableColumn Column(string title, int width, Justify side, int gap = 1) =>
        new(new Text($"{title}\n{new string('─', width)}", Palette.Quiet)) { Width = width, Padding = new Padding(0, 0, gap, 0), Alignment = side };

    /// <summary>A name cut to a width.</summary>
    public static string Cut(string name, int width)
    {
        string shown = Printable.OneLine(name);
        return shown.Length <= width ? shown : shown[..(width - 1)] + "…";
    }
}
