using CanaryJudge.Fuzz.Sources;
using SharpFuzz;

// Without arguments: driven by AFL. With files or folders: each file once, to look at a finding or to check a corpus.
if (args.Length == 0)
{
    Fuzzer.OutOfProcess.Run(stream =>
    {
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        DecoderTarget.Run(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    });
    return 0;
}

int count = 0;
foreach (string file in args.SelectMany(path => Directory.Exists(path) ? Directory.GetFiles(path) : [path]))
{
    DecoderTarget.Run(await File.ReadAllBytesAsync(file));
    count++;
}
Console.WriteLine($"{count} files, each an answer or a named fault.");
return 0;
