using CanaryJudge.Analyzer.Rollouts;
using CanaryJudge.Analyzer.Rollouts.Reported;
using Microsoft.Extensions.Configuration;

namespace CanaryJudge.Analyzer.Tests.Rollouts;

/// <summary>Rollouts in this process, of the kind memory: as quick as can be, and cut off wherever a test wants.</summary>
internal sealed class MemoryKind : IRolloutKind
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, MemoryRollout> rollouts = [];

    public string Name => "memory";

    public IRollout Create(string target, IConfigurationSection settings, ICollection<string> faults) => Of(target);

    /// <summary>The rollout of a target; the same for every service that is given this kind.</summary>
    public MemoryRollout Of(string target)
    {
        lock (gate)
        {
            if (!rollouts.TryGetValue(target, out MemoryRollout? rollout)) rollouts.Add(target, rollout = new MemoryRollout());
            return rollout;
        }
    }
}

/// <summary>One of them. Changes are guarded by the revision, as a cluster does it.</summary>
internal sealed class MemoryRollout : IRollout
{
    private readonly Lock gate = new();
    private readonly List<string> journal = [];
    private int looks;
    private int sends;

    public string Revision { get; set; } = "r1";

    public string Baseline { get; set; } = "r0";

    public double Traffic { get; set; } = 0.5;

    public bool Running { get; set; } = true;

    public bool Held { get; set; }

    public bool Settled { get; set; } = true;

    /// <summary>What happens at each point: "look", "before STEP", "after STEP".</summary>
    public Func<string, Task> At { get; set; } = _ => Task.CompletedTask;

    /// <summary>Whether a step is made at all. Default: yes.</summary>
    public Func<string, bool> Makes { get; set; } = _ => true;

    /// <summary>What is answered in place of the truth. Default: nothing.</summary>
    public Func<string, StepOutcome?> Answers { get; set; } = _ => null;

    /// <summary>What a look gives in place of the truth. Default: nothing.</summary>
    public Func<RolloutReading?> Looks { get; set; } = () => null;

    public int Looked => looks;

    public int Sent => sends;

    /// <summary>Changes that had an effect, in order.</summary>
    public IReadOnlyList<string> Journal
    {
        get { lock (gate) return [.. journal]; }
    }

    public async Task<RolloutReading> ObserveAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref looks);
        await At("look");
        return Looks() ?? RolloutReading.Of(new ReportedObservation
        {
            Revision = Revision,
            Baseline = Baseline,
            CanaryTraffic = Traffic,
            IsSettled = Settled,
            IsHeld = Held,
            IsRunning = Running,
            Facts = [$"traffic {Traffic}"],
        });
    }

    public NextMove Next(RolloutObservation now, RolloutAction action) => ReportedMoves.Next((ReportedObservation)now, action, name => new RolloutStep
    {
        Name = name,
        Description = $"Does {name}.",
        Method = "set",
        Path = "/memory",
        Body = action.Revision,
        Precondition = new StepPrecondition($"The revision is {action.Revision}.", new Dictionary<string, string> { ["revision"] = action.Revision }),
        Rights = [new RolloutRight("set", "", "memory", action.Target)],
    });

    public async Task<StepOutcome> SendAsync(RolloutStep step, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref sends);
        await At("before " + step.Name);
        StepOutcome outcome = Makes(step.Name) ? Make(step) : new StepOutcome(StepAnswer.Unknown, "It was lost on the way.");
        await At("after " + step.Name);
        return Answers(step.Name) ?? outcome;
    }

    private StepOutcome Make(RolloutStep step)
    {
        lock (gate)
        {
            if (step.Body != Revision) return new StepOutcome(StepAnswer.PreconditionFailed, $"The revision is {Revision}.");
            (double, bool, bool, string) before = (Traffic, Running, Held, Baseline);
            switch (step.Name)
            {
                case "rollback": Traffic = 0; break;
                case "scale-down": Running = Traffic > 0 ? throw new InvalidOperationException("Scaled down with traffic on it.") : false; break;
                case "promote": (Traffic, Baseline) = (1, Revision); break;
                default: Held = true; break;
            }

            if (before != (Traffic, Running, Held, Baseline)) journal.Add($"{step.Name} {Revision}");
            return new StepOutcome(StepAnswer.Applied, "done");
        }
    }
}
