using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace CanaryJudge.Cli.Rehearsing;

/// <summary>The numbers that stand in for a past.</summary>
/// <param name="Levels">What each metric usually is, by its name.</param>
/// <param name="Requests">Requests a window by a metric's name; under the empty name for all others.</param>
/// <param name="Noises">How much each metric varies, by its name.</param>
internal sealed record TypedNumbers(IReadOnlyDictionary<string, double> Levels, IReadOnlyDictionary<string, double> Requests, IReadOnlyDictionary<string, double> Noises)
{
    /// <summary>Every metric that was named.</summary>
    public IEnumerable<string> Names => [.. Levels.Keys, .. Requests.Keys.Where(name => name.Length > 0), .. Noises.Keys];

    /// <summary>A metric's level; null when none was typed.</summary>
    public double? LevelOf(string metric) => Find(Levels, metric);

    /// <summary>A metric's requests a window; null when none were typed.</summary>
    public double? RequestsOf(string metric) => Find(Requests, metric) ?? Find(Requests, "");

    /// <summary>A metric's noise; null when none was typed.</summary>
    public double? NoiseOf(string metric) => Find(Noises, metric);

    /// <summary>An option of NAME=NUMBER, as often as one likes.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it is.</param>
    /// <param name="isNameOptional">True where a number alone is for every metric.</param>
    public static Option<IReadOnlyDictionary<string, double>> Option(string name, string description, bool isNameOptional = false) => new(name)
    {
        Description = description,
        HelpName = isNameOptional ? "[NAME=]NUMBER" : "NAME=NUMBER",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        CustomParser = result => Parse(result, name, isNameOptional),
    };

    private static double? Find(IReadOnlyDictionary<string, double> numbers, string metric) => numbers.TryGetValue(metric, out double number) ? number : null;

    private static Dictionary<string, double> Parse(ArgumentResult result, string option, bool isNameOptional)
    {
        Dictionary<string, double> found = new(StringComparer.Ordinal);
        foreach (string text in result.Tokens.Select(token => token.Value))
        {
            int at = text.IndexOf('=', StringComparison.Ordinal);
            string metric = at < 0 ? "" : text[..at], number = text[(at + 1)..];
            bool isPercent = number.EndsWith('%');
            if ((at < 0 && !isNameOptional) || at == 0 || !double.TryParse(isPercent ? number[..^1] : number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
                result.AddError($"{option}: '{text}' is not {(isNameOptional ? "a number or " : "")}a metric's name and a number. Write {option} {(isNameOptional ? "20000" : "error_rate=1%")}.");
            else if (!found.TryAdd(metric, isPercent ? value / 100 : value))
                result.AddError($"{option}: {(metric.Length == 0 ? "a number for all metrics" : metric)} is given twice. Write it once.");
        }

        return found;
    }
}
