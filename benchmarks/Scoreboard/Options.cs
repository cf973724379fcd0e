namespace CanaryJudge.Benchmarks.Scoreboard;

/// <summary>What to run and how to show it.</summary>
internal sealed record Options
{
    public const string Usage =
        """
        scoreboard run [--seeds 3,4,5] [--rollouts 300] [--families NAME,...] [--judges NAME,...] [--no-history]
                       [--output table|json|markdown] [--figures DIRECTORY]
        scoreboard bits [--seeds 3,4,5] [--rollouts 300] [--families NAME,...] [--threads N]

          bits         a fingerprint a family of every number that sequential judging keeps: the same on any machine, before and after a refactoring
          --rollouts   simulated rollouts a family and seed; every third is degraded
          --figures    also writes the figures as SVG files
        """;

    public IReadOnlyList<int> Seeds { get; private init; } = [3, 4, 5];

    public int Rollouts { get; private init; } = 300;

    public IReadOnlyList<Family> Families { get; private init; } = Fleet.Families;

    public IReadOnlyList<Contender> Judges { get; private init; } = Contenders.All;

    public bool History { get; private init; } = true;

    public string Output { get; private init; } = "table";

    public string? Figures { get; private init; }

    public int Threads { get; private init; } = Environment.ProcessorCount;

    public bool Bits { get; private init; }

    /// <summary>Reads the command line.</summary>
    /// <exception cref="FormatException">An argument is not known or out of range; the message names it and the remedy.</exception>
    public static Options Parse(string[] args)
    {
        if (args is not ["run" or "bits", ..]) throw new FormatException($"The command is \"{(args.Length == 0 ? "" : args[0])}\": it must be run or bits.");
        Options options = new() { Bits = args[0] == "bits" };
        for (int i = 1; i < args.Length; i++)
        {
            string name = args[i];
            if (name == "--no-history")
            {
                options = options with { History = false };
                continue;
            }

            if (i + 1 == args.Length) throw new FormatException($"{name} is not known, or has no value after it.");
            string value = args[++i];
            options = name switch
            {
                "--seeds" => options with { Seeds = [.. value.Split(',').Select(s => Whole(name, s, 0))] },
                "--rollouts" => options with { Rollouts = Whole(name, value, 3) },
                "--families" => options with { Families = Chosen(name, value, Fleet.Families, f => f.Name) },
                "--judges" => options with { Judges = Chosen(name, value, Contenders.All, c => c.Name) },
                "--output" when value is "table" or "json" or "markdown" => options with { Output = value },
                "--output" => throw new FormatException($"--output is \"{value}\": it must be table, json or markdown."),
                "--figures" => options with { Figures = value },
                "--threads" => options with { Threads = Whole(name, value, 1) },
                _ => throw new FormatException($"{name} is not known."),
            };
        }

        return options;
    }

    private static int Whole(string name, string text, int least) =>
        int.TryParse(text, out int value) && value >= least ? value : throw new FormatException($"{name} is \"{text}\": it must be a whole number of at least {least}.");

    private static IReadOnlyList<T> Chosen<T>(string name, string value, IReadOnlyList<T> all, Func<T, string> nameOf)
    {
        string[] wanted = value.Split(',');
        string? unknown = wanted.FirstOrDefault(w => all.All(a => nameOf(a) != w));
        if (unknown is not null) throw new FormatException($"{name} has \"{unknown}\": it must be one of {string.Join(", ", all.Select(nameOf))}.");
        return [.. all.Where(a => wanted.Contains(nameOf(a)))];
    }
}
