using CanaryJudge.Benchmarks.Peers;

// CanaryJudge.Benchmarks.Peers --data DIR [--only TEXT]: one JSON line a case, on inputs that every peer reads (see benchmarks/README.md).
ICaseFamily[] families = [new MannWhitneyCases(), new ExactMannWhitneyCases(), new HodgesLehmannCases(), new DecodeCases(), new EvidenceCases(), new ReplayCases()];

string? data = null;
string only = "";
for (int i = 0; i < args.Length; i += 2)
{
    string? value = i + 1 < args.Length ? args[i + 1] : null;
    switch (args[i])
    {
        case "--data" when value is not null: data = value; break;
        case "--only" when value is not null: only = value; break;
        default: return Usage($"'{args[i]}' is not an option, or has no value.");
    }
}

if (data is null) return Usage("--data is missing.");
if (!Directory.Exists(data)) return Usage($"--data '{data}' is not a folder.");
foreach (ICaseFamily family in families)
{
    foreach (PeerCase one in family.Cases(data, only)) Console.WriteLine(Timing.Of(one));
}

return 0;

static int Usage(string problem)
{
    Console.Error.WriteLine($"{problem} Usage: CanaryJudge.Benchmarks.Peers --data DIR [--only TEXT, part of a case's name]");
    return 2;
}
