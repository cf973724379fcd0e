using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CanaryJudge.Analyzer.Analyses.Store;
using CanaryJudge.Analyzer.Rollouts;
using CanaryJudge.Analyzer.Sources;
using CanaryJudge.Judging;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Analyses;

/// <summary>Starts analyses: checks the request, plans it, writes it.</summary>
internal sealed class AnalysisStarts(AnalysisReads reads, AnalysisWrites writes, SourceCatalog sources, RolloutTargets targets, RolloutLook look, IOptions<AnalysisOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan Alignment = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(1);

    /// <summary>Starts one, or says everything that is wrong with the request.</summary>
    public async Task<StartResult> StartAsync(AnalysisStart start, CancellationToken cancellationToken)
    {
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        CanaryPolicy policy = start.Definition.Policy;
        long interval = Millis(policy.Interval);
        long first = start.StartMillis ?? NextWhole(now, Math.Min(interval, Millis(Alignment)));
        List<Violation> violations = [.. Check(start, first, interval, now)];
        if (violations.Count > 0) return new() { Violations = violations };

        StartSight sight = await SeeAsync(start, cancellationToken);
        if (sight.Refusal is not null) return new() { Refusal = sight.Refusal };

        AnalysisDefinition definition = start.Definition with { Source = sources.Find(start.Definition.Source)!.Value.Name };
        Analysis analysis = new()
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()).ToString("D"),
            Application = start.Application,
            Target = start.Target,
            Policy = policy.Name,
            Source = definition.Source,
            StartedBy = start.By,
            State = AnalysisState.Waiting,
            CouldNotJudge = false,
            Reason = $"Started by {start.By}: judged by policy {policy.Name}, at most {Counted.Of(policy.Horizon, "window")} of {policy.Interval.TotalSeconds:0.###} s.{sight.Word}",
            Revision = sight.Revision,
            BaselineRevision = sight.Baseline,
            Mode = sight.Mode,
            CreatedMillis = now,
            StartMillis = first,
            IntervalMillis = interval,
            Horizon = policy.Horizon,
            WindowsElapsed = 0,
            NextMillis = first + interval + Millis(options.Value.ScrapeDelay),
            Sequence = 1,
        };
        (Analysis Earlier, bool IsOther)? used = await writes.StartAsync(analysis, definition, start.IdempotencyKey, Digest(start), cancellationToken);
        if (used is { IsOther: true }) return new() { KeyIsTaken = true };
        return new() { Analysis = used?.Earlier ?? await reads.FindAsync(analysis.Id, cancellationToken) ?? analysis, IsNew = used is null };
    }

    private IEnumerable<Violation> Check(AnalysisStart start, long first, long interval, long now)
    {
        foreach (Violation violation in TextRule.Check("application", start.Application, TextRule.Name)) yield return violation;
        foreach (Violation violation in TextRule.Check("target", start.Target, TextRule.Target)) yield return violation;
        foreach (Violation violation in TextRule.Check("by", start.By, TextRule.Name)) yield return violation;
        if (start.Revision is { } revision)
        {
            foreach (Violation violation in TextRule.Check("revision", revision, TextRule.Target)) yield return violation;
        }

        if (start.IdempotencyKey is { } key)
        {
            foreach (Violation violation in TextRule.Check("idempotency_key", key, TextRule.Name)) yield return violation;
        }

        if (sources.Find(start.Definition.Source) is null)
        {
            string found = start.Definition.Source.Length == 0 ? "No source is named, and the service has no default one." : $"There is no source '{start.Definition.Source}'.";
            yield return new("source", found, $"The service has: {(sources.Names.Any() ? string.Join(", ", sources.Names) : "none")}.");
        }

        long earliest = now - start.Definition.Policy.Horizon * interval - Millis(Farthest), latest = now + Millis(Farthest);
        if (first < earliest || first > latest) yield return new("start", $"The start {Time(first)} is not between {Time(earliest)} and {Time(latest)}.", "Start at most one day ahead, and so that the horizon is at most one day ago.");
        PlanResult plan = Planner.Plan(new JudgeRequest(start.Definition.Policy, start.Definition.Baseline, start.Definition.Canary, now, now + start.Definition.Policy.Horizon * interval));
        foreach (Violation violation in plan.Violations) yield return violation;
    }

    // What is judged is fixed now: an action for this analysis never touches another revision.
    private async Task<StartSight> SeeAsync(AnalysisStart start, CancellationToken cancellationToken)
    {
        if (targets.Find(start.Target) is not { } target)
        {
            if (start.Revision is not null) return new() { Refusal = new($"The target {start.Target} is none of the service's, so that its revision cannot be compared.", $"Leave the revision out, or configure Rollouts:Targets:{start.Target}.", false) };
            return new() { Word = targets.All.Any() ? " The target is none of the service's (Rollouts:Targets), so that the decision is advice." : "" };
        }

        RolloutReading reading = await look.SeeAsync(target, cancellationToken);
        if (reading.Observation is not { } seen)
        {
            RolloutProblem problem = reading.Problem!;
            if (target.Mode == RolloutMode.Act || start.Revision is not null) return new() { Refusal = new(problem.Message, problem.Remedy, problem.Kind == RolloutProblemKind.Unreachable) };
            return new() { Mode = target.Mode, Word = $" Its revision is not known: {problem.Message}" };
        }

        if (start.Revision is { } wanted && wanted != seen.Revision) return new() { Refusal = new($"The target {target.Name} rolls out {Shown(seen.Revision)}, not {wanted}.", "Start the analysis when the revision is there, or leave it out.", true) };
        if (target.Mode == RolloutMode.Act && (seen.Revision.Length == 0 || seen.Revision == seen.Baseline)) return new() { Refusal = new($"The target {target.Name} has no canary: the revision is {Shown(seen.Revision)}, the baseline {Shown(seen.Baseline)}.", "Start the analysis once the canary is there.", true) };
        string word = $" The revision is {Shown(seen.Revision)}, the baseline {Shown(seen.Baseline)}; the service {(target.Mode == RolloutMode.Act ? "acts" : "advises")}.";
        return new() { Revision = seen.Revision.Length > 0 ? seen.Revision : null, Baseline = seen.Baseline, Mode = target.Mode, Word = word };
    }

    private static string Shown(string revision) => revision.Length > 0 ? revision : "unknown";

    private static string Digest(AnalysisStart start)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string part in new[] { start.Application, start.Target, start.StartMillis?.ToString(CultureInfo.InvariantCulture) ?? "" })
        {
            byte[] bytes = Encoding.UTF8.GetBytes(part);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }

        hash.AppendData(Content.Decompress(DefinitionContent.Write(start.Definition)));
        if (start.Revision is { } revision) hash.AppendData(Encoding.UTF8.GetBytes(revision));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static long NextWhole(long millis, long step) => (millis + step - 1) / step * step;

    private static long Millis(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMillisecond;

    private static string Time(long millis) => millis is < -62135596800000 or > 253402300799999
        ? $"{millis} ms"
        : DateTimeOffset.FromUnixTimeMilliseconds(millis).ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);
}
