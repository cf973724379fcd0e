using System.Globalization;
using System.Runtime.Intrinsics;
using CanaryJudge.Fuzz.Statistics;
using SharpFuzz;

// With a file: replays it (a crash that the fuzzer kept). With --hash SEED COUNT: prints one number for the bits of all results, and the width of vectors in use.
// Without: serves libFuzzer or AFL; README.md says how to instrument and start.
if (args is ["--hash", string seed, string count])
{
    int width = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;
    Console.WriteLine($"{ResultHash.Of(int.Parse(seed, CultureInfo.InvariantCulture), int.Parse(count, CultureInfo.InvariantCulture))} {width}");
    return;
}

if (args.Length == 0)
{
    Fuzzer.LibFuzzer.Run(bytes => Targets.Run(bytes));
    return;
}

foreach (string path in args) Targets.Run(File.ReadAllBytes(path));
