namespace CanaryJudge.Analyzer.Analyses;

/// <summary>How analyses are run. Section Analyses.</summary>
internal sealed class AnalysisOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Analyses";

    /// <summary>
    /// Time after a window's end before it is asked for, so that its last points have been scraped and stored. 0 to 10 minutes; taken when an analysis starts. Default: 5 s.
    /// </summary>
    public TimeSpan ScrapeDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Time after which another replica takes over from one that has gone silent; a replica that works renews it. Replicas' clocks should agree within half of it.
    /// 500 ms to 10 minutes. Default: 20 s.
    /// </summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Windows judged at the same time by this replica. 1 to 1,000. Default: 32.</summary>
    public int ParallelTicks { get; set; } = 32;

    /// <summary>Questions to metric sources at the same time, over all analyses of this replica. 1 to 1,000. Default: 16.</summary>
    public int ParallelQueries { get; set; } = 16;

    /// <summary>Longest time that one window's questions may take, retries included. 1 s to 10 minutes. Default: 30 s.</summary>
    public TimeSpan TickTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a window waits for a source that does not answer. Then the metrics that could not be measured have no data in it, and judging goes on with the others.
    /// 0 to 1 day. Default: 5 minutes.
    /// </summary>
    public TimeSpan SourcePatience { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long an analysis is held for a person's decision before it ends without one. 1 minute to 365 days. Default: 7 days.</summary>
    public TimeSpan HoldLimit { get; set; } = TimeSpan.FromDays(7);

    /// <summary>
    /// How long a veto of Alertmanager or Flux stands without being repeated; longer than Alertmanager's repeat_interval, twice over. Looked at every ten minutes.
    /// 1 hour to 30 days. Default: 1 day.
    /// </summary>
    public TimeSpan VetoAge { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Longest time without a look at the store, when no signal comes. 100 ms to 1 minute. Default: 1 s.</summary>
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Time that ticks under way have to finish when the service stops; after it they are left to another replica, or to the next start. 0 to 10 minutes. Default: 20 s.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Memory for the windows of running analyses, in megabytes; those that do not fit are read from the store at each tick. 1 to 100,000. Default: 256.</summary>
    public int MemoryMegabytes { get; set; } = 256;
}
