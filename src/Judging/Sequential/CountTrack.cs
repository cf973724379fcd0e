using System.Runtime.InteropServices;
using CanaryJudge.Statistics;

namespace CanaryJudge.Judging.Sequential;

/// <summary>Evidence of one row of counts, carried from window to window, with the windows' differences for the last look.</summary>
internal sealed class CountTrack
{
    private readonly RatioScale scale;
    private readonly RatioPrior prior;
    private readonly bool centreDispersion;
    private readonly double[] state = new double[RatioEvidence.StateLength];
    private readonly List<WindowDifference> windows;

    /// <summary>Starts a row.</summary>
    /// <param name="scale">Shares or rates, with their margins.</param>
    /// <param name="prior">What the history says.</param>
    /// <param name="centreDispersion">How dispersion is estimated given a history.</param>
    /// <param name="capacity">Windows to make room for.</param>
    public CountTrack(in RatioScale scale, in RatioPrior prior, bool centreDispersion, int capacity)
    {
        this.scale = scale;
        this.prior = prior;
        this.centreDispersion = centreDispersion;
        windows = new List<WindowDifference>(capacity);
        Levels = Evidence().Evaluate();
    }

    /// <summary>The evidence so far.</summary>
    public EvidenceLevels Levels { get; private set; }

    /// <summary>The canary's trials so far.</summary>
    public double CanaryTrials => Evidence().CanaryTrials;

    /// <summary>The fixed-sample numbers for one last look.</summary>
    public LastLook Look() => LastLook.From(CollectionsMarshal.AsSpan(windows), Levels.Tau);

    /// <summary>Adds one window.</summary>
    public void Add((double Events, double Trials) baseline, (double Events, double Trials) canary)
    {
        RatioEvidence evidence = Evidence();
        WindowDifference window = evidence.Add(baseline.Events, baseline.Trials, canary.Events, canary.Trials);
        if (double.IsNaN(window.Value)) return;
        windows.Add(window);
        Levels = evidence.Evaluate();
    }

    /// <summary>Writes the state.</summary>
    public void Save(StateWriter into)
    {
        into.Write(state);
        into.Write(windows.Count);
        into.Write(MemoryMarshal.Cast<WindowDifference, double>(CollectionsMarshal.AsSpan(windows)));
    }

    /// <summary>Takes a state over.</summary>
    public void Restore(ref StateReader from)
    {
        from.Read(state);
        foreach (WindowDifference window in MemoryMarshal.Cast<double, WindowDifference>(from.Row(2))) windows.Add(window);
        if (!from.IsDamaged) Levels = Evidence().Evaluate();
    }

    private RatioEvidence Evidence() => new(state, scale, prior, centreDispersion);
}
