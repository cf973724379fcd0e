using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CanaryJudge.Analyzer.Rollouts.Reported;

namespace CanaryJudge.Analyzer.Rollouts.Commands;

/// <summary>A rollout that programs look at and change. What they are to do, and on which condition, they read from their environment.</summary>
internal sealed class CommandRollout(string target, CommandSettings settings) : IRollout
{
    // What a program that acts answers by its exit code; every other one leaves open what it did.
    private const int Taken = 0;
    private const int AnotherRevision = 3;
    private const int NoRight = 4;

    // A record is read by people.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <inheritdoc/>
    public async Task<RolloutReading> ObserveAsync(CancellationToken cancellationToken)
    {
        string program = settings.Observe[0];
        CommandResult result = await CommandProcess.RunAsync(settings.Observe, new Dictionary<string, string> { ["CANARYJUDGE_TARGET"] = target }, ReportedState.MostBytes, cancellationToken);
        if (result.CouldNotStart) return RolloutReading.Failed(RolloutProblemKind.Missing, $"The program {program} cannot be started: {result.Error}", "Look whether it is there and may be run by the service.");
        if (result.ExitCode is not { } code) return RolloutReading.Failed(RolloutProblemKind.Unreachable, $"The program {program} was not done in time, and was ended.", "Run it by hand, or raise Rollouts:CallTimeout.");
        if (code != 0) return RolloutReading.Failed(RolloutProblemKind.Unreachable, $"The program {program} ended with {code}: {result.Words}", "Run it by hand, and see what it says.");
        return ReportedState.Read(result.Output, $"The program {program}");
    }

    /// <inheritdoc/>
    public NextMove Next(RolloutObservation now, RolloutAction action) => ReportedMoves.Next((ReportedObservation)now, action, name => Step(name, action));

    /// <inheritdoc/>
    public async Task<StepOutcome> SendAsync(RolloutStep step, CancellationToken cancellationToken)
    {
        CommandStep command = (CommandStep)step;
        if (step.Limit is { IsOver: true }) return new StepOutcome(StepAnswer.Unknown, SendingLimit.Words);
        CommandResult result = await CommandProcess.RunAsync(command.Arguments, command.Environment, ReportedState.MostBytes, cancellationToken);
        if (result.CouldNotStart) return new StepOutcome(StepAnswer.Forbidden, $"The program {step.Path} cannot be started: {result.Error}");
        return result.ExitCode switch
        {
            null => new StepOutcome(StepAnswer.Unknown, "The program was not done in time, and was ended."),
            Taken => new StepOutcome(StepAnswer.Applied, $"The program ended with 0. {result.Words}".TrimEnd()),
            AnotherRevision => new StepOutcome(StepAnswer.PreconditionFailed, $"The program found another revision. {result.Words}".TrimEnd()),
            NoRight => new StepOutcome(StepAnswer.Forbidden, $"The program lacks a right. {result.Words}".TrimEnd()),
            int code => new StepOutcome(StepAnswer.Unknown, $"The program ended with {code}. {result.Words}".TrimEnd()),
        };
    }

    private CommandStep? Step(string name, RolloutAction action)
    {
        (string[] arguments, string description) = name switch
        {
            ReportedMoves.ScaleDown => (settings.ScaleDown, $"Scales the canary {action.Revision} down, which has no traffic any more."),
            _ when name == ReportedMoves.NameOf(RolloutVerb.Rollback) => (settings.Rollback, $"Takes the traffic of {action.Revision} back to {action.Baseline}."),
            _ when name == ReportedMoves.NameOf(RolloutVerb.Promote) => (settings.Promote, $"Makes {action.Revision} the current version."),
            _ => (settings.Hold, $"Holds the rollout of {action.Revision} where it is."),
        };
        if (arguments.Length == 0) return null;
        SortedDictionary<string, string> environment = new(StringComparer.Ordinal)
        {
            ["CANARYJUDGE_ACTION"] = action.Id,
            ["CANARYJUDGE_BASELINE"] = action.Baseline,
            ["CANARYJUDGE_BY"] = action.By,
            ["CANARYJUDGE_IDEMPOTENCY_KEY"] = $"{action.Id}/{name}",
            ["CANARYJUDGE_REASON"] = action.Reason,
            ["CANARYJUDGE_REVISION"] = action.Revision,
            ["CANARYJUDGE_STEP"] = name,
            ["CANARYJUDGE_TARGET"] = target,
        };
        return new CommandStep
        {
            Name = name,
            Description = description,
            Method = "run",
            Path = arguments[0],
            Body = Body(arguments, environment),
            ContentType = "application/json",
            Precondition = new StepPrecondition($"The program changes something only while {action.Revision} is being rolled out, and ends with {AnotherRevision} otherwise.", new Dictionary<string, string> { ["CANARYJUDGE_REVISION"] = action.Revision }),
            Rights = [new RolloutRight("execute", "", "program", arguments[0])],
            Arguments = arguments,
            Environment = environment,
        };
    }

    private static string Body(string[] arguments, IReadOnlyDictionary<string, string> environment)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text, Readable))
        {
            json.WriteStartObject();
            json.WriteStartArray("arguments");
            foreach (string argument in arguments.Skip(1)) json.WriteStringValue(argument);
            json.WriteEndArray();
            json.WriteStartObject("environment");
            foreach ((string name, string value) in environment) json.WriteString(name, value);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }
}
