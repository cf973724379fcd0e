using CanaryJudge.Analyzer.Settings;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CanaryJudge.Analyzer.Analyses.Store;

/// <summary>Checks where analyses are kept. A connection string is not repeated: it may hold a password.</summary>
internal sealed class StoreOptionsValidator : IValidateOptions<StoreOptions>
{
    private const string Hidden = "(a connection string)";

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, StoreOptions options)
    {
        List<string> faults = [];
        if (options.Postgres.Length > 0) CheckPostgres(options, faults);
        else CheckFile(options.File, faults);
        if (options.PostgresPasswordFile.Length > 0 && !File.Exists(options.PostgresPasswordFile)) faults.Add(Setting.Fault("Store:PostgresPasswordFile", options.PostgresPasswordFile, "name a file that can be read"));
        if (options.RetentionDays is < 1 or > 3650) faults.Add(Setting.Fault("Store:RetentionDays", options.RetentionDays, "write 1 to 3650"));
        return faults.ToResult();
    }

    private static void CheckPostgres(StoreOptions options, List<string> faults)
    {
        try
        {
            NpgsqlConnectionStringBuilder connection = new(options.Postgres);
            if (string.IsNullOrEmpty(connection.Host)) faults.Add(Setting.Fault("Store:Postgres", Hidden, "name a Host"));
            if (connection.Password is { Length: > 0 } && options.PostgresPasswordFile.Length > 0) faults.Add(Setting.Fault("Store:PostgresPasswordFile", options.PostgresPasswordFile, "leave the Password out of Store:Postgres, or this"));
        }
        catch (ArgumentException)
        {
            faults.Add(Setting.Fault("Store:Postgres", Hidden, "write a connection string such as Host=db;Database=canaryjudge;Username=canaryjudge"));
        }
    }

    private static void CheckFile(string file, List<string> faults)
    {
        if (file.Length == 0 || file.Contains('\0', StringComparison.Ordinal)) faults.Add(Setting.Fault("Store:File", file, "name a file such as /var/lib/canaryjudge/canaryjudge.db"));
        else if (Path.GetDirectoryName(Path.GetFullPath(file)) is not { } folder || !Directory.Exists(folder)) faults.Add(Setting.Fault("Store:File", file, "create its folder, or name a file in one that is there"));
        else if (Directory.Exists(file)) faults.Add(Setting.Fault("Store:File", file, "name a file, not a folder"));
    }
}
