using System.Runtime.InteropServices;
using CanaryJudge.Statistics;

namespace CanaryJudge.Judging.Sequential;

/// <summary>Evidence of one row of counts, carried from window to window, with the windows' differences for the last look.</summary>
internal sealed class CountTrack
{
    private readonly RatioScale scale;
    private readonly RatioPrior prior;
    private readonly BurstPrior bursts;
    private readonly bool isCentred;
    private readonly bool isTempered;
    private readonly bool isClumped;
    private readonly double[] state;
    private readonly List<WindowDifference> windows;

    /// <summary>Starts a row.</summary>
    /// <param name="scale">Shares or rates, with their margins.</param>
    /// <param name="prior">What the history says.</param>
    /// <param name="parameters">The constants.</param>
    /// <param name="capacity">Windows to make room for.</param>
    public CountTrack(in RatioScale scale, in CountPrior prior, SequentialParameters parameters, int capacity)
        : this(scale, prior with { IsCentred = parameters.CentreDispersion }, parameters.TemperCounts, isClumped: true, capacity)
    {
    }

    private CountTrack(in RatioScale scale, in CountPrior prior, bool isTempered, bool isClumped, int capacity)
    {
        this.scale = scale;
        (this.prior, bursts, isCentred) = (prior.Ratio, prior.Bursts, prior.IsCentred);
        this.isTempered = isTempered;
        this.isClumped = isClumped;
        state = new double[isTempered ? TemperedRatioEvidence.StateLength : RatioEvidence.StateLength];
        windows = new List<WindowDifference>(capacity);
        Levels = Evaluate();
    }

    /// <summary>A row of one trial a side a window, about which nothing is known: its events cannot clump.</summary>
    /// <param name="margin">Margin of the share.</param>
    /// <param name="isTempered">Which evidence.</param>
    /// <param name="capacity">Windows to make room for.</param>
    public static CountTrack OfOneTrial(double margin, bool isTempered, int capacity) =>
        new(RatioScale.Share(margin), CountPrior.WithoutHistory, isTempered, isClumped: false, capacity);

    /// <summary>The evidence so far.</summary>
    public EvidenceLevels Levels { get; private set; }

    /// <summary>The canary's trials so far.</summary>
    public double CanaryTrials => isTempered ? Tempered().CanaryTrials : Plain().CanaryTrials;

    /// <summary>The fixed-sample numbers for one last look.</summary>
    public LastLook Look() => LastLook.From(CollectionsMarshal.AsSpan(windows), Levels.Tau);

    /// <summary>Of a row of one trial a side: the windows in which one side alone has an event.</summary>
    public SignCounts Signs()
    {
        (int canary, int baseline) = (0, 0);
        foreach (WindowDifference window in windows)
        {
            if (window.Value > 0) canary++;
            if (window.Value < 0) baseline++;
        }

        return new SignCounts(canary, baseline, Levels.Tau);
    }

    /// <summary>Adds one window.</summary>
    public void Add((double Events, double Trials) baseline, (double Events, double Trials) canary)
    {
        WindowDifference window = isTempered
            ? Tempered().Add(baseline.Events, baseline.Trials, canary.Events, canary.Trials)
            : Plain().Add(baseline.Events, baseline.Trials, canary.Events, canary.Trials);
        if (double.IsNaN(window.Value)) return;
        windows.Add(window);
        Levels = Evaluate();
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
        if (!from.IsDamaged) Levels = Evaluate();
    }

    private EvidenceLevels Evaluate() => isTempered ? Tempered().Evaluate() : Plain().Evaluate();

    private TemperedRatioEvidence Tempered() => new(state, scale, bursts, isClumped);

    private RatioEvidence Plain() => new(state, scale, prior, isCentred);
}
