using System.Globalization;
using CanaryJudge.Benchmarks.Peers;

// CanaryJudge.Benchmarks.Peers --data DIR [--only TEXT] [--repeat-ms N]: one JSON line a case, on inputs that every peer reads (see benchmarks/README.md).
// --write DIR writes such inputs for the statistics; --table FILES prints what several programs answered side by side.
ICaseFamily[] families = [new MannWhitneyCases(), new ExactMannWhitneyCases(), new HodgesLehmannCases(), new DecodeCases(), new EvidenceCases(), new ReplayCases()];

if (args is ["--write", string target])
{
    Inputs.Write(target);
    return 0;
}

if (args is ["--table", .. string[] files])
{
    Table.Print(files, Console.Out);
    return 0;
}

string? data = null;
string only = "";
double repeatMilliseconds = 30;
for (int i = 0; i < args.Length; i += 2)
{
    string? value = i + 1 < args.Length ? args[i + 1] : null;
    switch (args[i])
    {
        case "--data" when value is not null: data = value; break;
        case "--only" when value is not null: only = value; break;
        case "--repeat-ms" when double.TryParse(value, CultureInfo.InvariantCulture, out double milliseconds) && milliseconds > 0: repeatMilliseconds = milliseconds; break;
        default: return Usage($"'{args[i]}' is not an option, or has no value.");
    }
}

if (data is null) return Usage("--data is missing.");
if (!Directory.Exists(data)) return Usage($"--data '{data}' is not a folder.");
foreach (ICaseFamily family in families)
{
    foreach (PeerCase one in family.Cases(data, only)) Console.WriteLine(Timing.Of(one, repeatMilliseconds));
}

return 0;

static int Usage(string problem)
{
    Console.Error.WriteLine($"{problem} Usage: CanaryJudge.Benchmarks.Peers --data DIR [--only TEXT, part of a case's name] [--repeat-ms N, 30 unless given]");
    return 2;
}
