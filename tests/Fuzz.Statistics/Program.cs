using CanaryJudge.Fuzz.Statistics;
using SharpFuzz;

// With a file: replays it (a crash that the fuzzer kept). Without: serves libFuzzer or AFL; README.md says how to instrument and start.
if (args.Length == 0)
{
    Fuzzer.LibFuzzer.Run(bytes => Targets.Run(bytes));
    return;
}

foreach (string path in args) Targets.Run(File.ReadAllBytes(path));
