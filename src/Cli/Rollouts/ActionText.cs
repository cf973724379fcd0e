using System.Globalization;
using CanaryJudge.Cli.Analyses;
using CanaryJudge.Cli.Rendering;
using CanaryJudge.Contracts.V1;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CanaryJudge.Cli.Rollouts;

/// <summary>Actions, targets and dry runs for people.</summary>
internal static class ActionText
{
    /// <summary>What an action is about, its steps, and where it stands.</summary>
    public static IRenderable Details(RolloutAction action)
    {
        List<IRenderable> parts = [Pairs(Rows(action))];
        foreach (RolloutActionStep step in action.Steps)
        {
            parts.Add(Text.Empty);
            parts.Add(Pairs([
                ($"step {step.Number}", $"{step.Name}: {step.Description}"), ("request", step.Request), ("sent", step.Body), ("only if", step.Precondition),
                ("written", AnalysisWords.Time(step.IntentTime)), ("answer", $"{RolloutWords.Human(step.Answer)} {step.Message}".TrimEnd())]));
        }

        parts.AddRange([Text.Empty, Conclusion(action)]);
        return new Rows(parts);
    }

    /// <summary>How it ended, or where it stands.</summary>
    public static IRenderable Conclusion(RolloutAction action) => new Paragraph().Append(RolloutWords.Headline(action), StyleOf(action)).Append($"  {Printable.OneLine(action.Status)}");

    /// <summary>What an action is about, on a line.</summary>
    public static string Title(RolloutAction action) =>
        Printable.OneLine($"{RolloutWords.Human(action.Verb)} of {action.Target}, revision {Known(action.Revision)}, baseline {Known(action.Baseline)}: action {action.Id}");

    /// <summary>A step and what came of it, on a line.</summary>
    public static string Line(RolloutActionStep step) =>
        Printable.OneLine($"{AnalysisWords.Time(step.AnswerTime ?? step.IntentTime)}  step {step.Number} {step.Name}: {(step.Answer == RolloutStepAnswer.Unspecified ? $"{step.Request}" : $"{RolloutWords.Human(step.Answer)}. {step.Message}")}");

    /// <summary>Several actions, a line each.</summary>
    public static IRenderable List(IEnumerable<RolloutAction> actions)
    {
        Table table = Columns("Action", "Target", "Verb", "Revision", "By", "State", "Wanted");
        foreach (RolloutAction action in actions)
        {
            table.AddRow(
                new Text(action.Id), new Text(Printable.OneLine(action.Target)), new Text(RolloutWords.Human(action.Verb)), new Text(Printable.OneLine(action.Revision)), new Text(Printable.OneLine(action.By)),
                new Text(RolloutWords.Human(action.State == RolloutActionState.Ended ? action.Ending : action.State), StyleOf(action)), new Text(AnalysisWords.Time(action.CreateTime)));
        }

        return table;
    }

    /// <summary>The targets, a line each, and what holds all of them.</summary>
    public static IRenderable List(ListTargetsResponse listed)
    {
        Table table = Columns("Target", "Kind", "Mode", "Switch", "Revision", "Traffic", "Actions");
        foreach (Target target in listed.Targets)
        {
            string switched = !target.Enabled ? "off (settings)" : target.Switch is { } own ? RolloutWords.Human(own.State) : "on";
            string revision = target.Observation is { } seen ? Known(seen.Revision) : target.Problem.Length > 0 ? target.Problem : Scale.None;
            string traffic = target.Observation is { HasCanaryTraffic: true } share ? share.CanaryTraffic.ToString("0.##%", CultureInfo.InvariantCulture) : Scale.None;
            string actions = target.Actions.Count == 0 ? Scale.None : string.Join(", ", target.Actions.Select(a => $"{RolloutWords.Human(a.Verb)} {RolloutWords.Human(a.State)}"));
            table.AddRow(
                new Text(Printable.OneLine(target.Name)), new Text(Printable.OneLine(target.Kind)), new Text(RolloutWords.Human(target.Mode)), new Text(switched), new Text(Printable.OneLine(revision)), new Text(traffic), new Text(Printable.OneLine(actions)));
        }

        return new Rows(table, Text.Empty, new Text(Line(listed.Switch)));
    }

    /// <summary>A switch on a line.</summary>
    public static string Line(RolloutSwitch one)
    {
        string who = one.State switch
        {
            RolloutSwitchState.On => "verdicts and people may act",
            RolloutSwitchState.People => "only people may act",
            _ => "nobody may act",
        };
        string since = one.Time is null ? "" : $", since {AnalysisWords.Time(one.Time)} by {one.By}: {one.Reason}";
        return Printable.OneLine($"{(one.Target.Length > 0 ? one.Target : "every target")}: {who}{since}");
    }

    /// <summary>What an action would do.</summary>
    public static IRenderable DryRun(RolloutDryRun dry)
    {
        List<(string, string)> rows =
        [
            ("revision", Known(dry.Observation.Revision)), ("baseline", Known(dry.Observation.Baseline)),
            ("traffic", dry.Observation.HasCanaryTraffic ? dry.Observation.CanaryTraffic.ToString("0.##%", CultureInfo.InvariantCulture) : "unknown"),
            .. dry.Observation.Facts.Select(fact => ("seen", fact)),
        ];
        if (dry.Observation.Owner.Length > 0) rows.Add(("owner", dry.Observation.Owner));
        rows.Add(("next", dry.Next));
        if (dry.Step is { } step)
        {
            rows.Add(("request", $"{step.Method} {step.Path}"));
            if (step.ContentType.Length > 0) rows.Add(("type", step.ContentType));
            if (step.Body.Length > 0) rows.Add(("body", step.Body));
            rows.Add(("only if", step.Precondition));
            rows.AddRange(step.PreconditionData.OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => ("", $"{d.Key} = {d.Value}")));
            rows.AddRange(step.Rights.Select(right => ("needs", right)));
        }

        rows.AddRange(dry.Hindrances.Select(hindrance => ("but", hindrance)));
        return new Rows(Pairs(rows), Text.Empty, new Text("Nothing was changed."));
    }

    private static List<(string, string)> Rows(RolloutAction action)
    {
        List<(string, string)> rows =
        [
            ("action", action.Id), ("target", action.Target), ("verb", RolloutWords.Human(action.Verb)), ("revision", Known(action.Revision)), ("baseline", Known(action.Baseline)),
            ("wanted", $"{AnalysisWords.Time(action.CreateTime)} by {action.By}"), ("reason", action.Reason),
        ];
        if (action.AnalysisId.Length > 0) rows.Add(("analysis", action.AnalysisId));
        if (action.EndTime is not null) rows.Add(("ended", AnalysisWords.Time(action.EndTime)));
        return rows;
    }

    private static Grid Pairs(IEnumerable<(string Name, string Value)> rows)
    {
        Grid grid = new();
        grid.AddColumn(new GridColumn { Padding = new Padding(0, 0, 2, 0), NoWrap = true });
        grid.AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
        foreach ((string name, string value) in rows) grid.AddRow(new Text(name, Palette.Quiet), new Text(Printable.OneLine(value)));
        return grid;
    }

    private static Table Columns(params string[] titles)
    {
        Table table = new() { Border = TableBorder.None };
        foreach (string title in titles) table.AddColumn(new TableColumn(new Text(title, Palette.Quiet)) { Padding = new Padding(0, 0, 2, 0) });
        return table;
    }

    private static string Known(string revision) => revision.Length > 0 ? revision : "none";

    private static Style StyleOf(RolloutAction action) => Palette.Of(
        action.Ending switch
        {
            RolloutActionEnding.Done => Judging.Deciding.VerdictOutcome.Promote,
            RolloutActionEnding.Failed or RolloutActionEnding.Refused => Judging.Deciding.VerdictOutcome.Rollback,
            _ => Judging.Deciding.VerdictOutcome.Pause,
        },
        couldNotJudge: false);
}
