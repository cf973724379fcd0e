namespace CanaryJudge.Analyzer.Analyses.Store;

/// <summary>Where analyses are kept. Section Store.</summary>
internal sealed class StoreOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Store";

    /// <summary>File of the embedded store (SQLite), created when it is not there; relative to the working directory. Not used when <see cref="Postgres"/> is set. Default: canaryjudge.db.</summary>
    public string File { get; set; } = "canaryjudge.db";

    /// <summary>Connection string of a PostgreSQL database, such as Host=db;Database=canaryjudge;Username=canaryjudge; for several replicas. Empty: the file. Default: empty.</summary>
    public string Postgres { get; set; } = "";

    /// <summary>File that holds the password for PostgreSQL, read again for new connections; white space around it is left out. Default: empty.</summary>
    public string PostgresPasswordFile { get; set; } = "";

    /// <summary>Days that an analysis is kept after its end, with its record and its events. 1 to 3650. Default: 90.</summary>
    public int RetentionDays { get; set; } = 90;
}
